package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedCodesTest {

  /** 3 + 2 x 4 + 1 x 16 + 0 x 64, then 1 in the next byte. */
  @Test
  void fourCodesOfTwoBitsAreOneByteLowestFirst() {
    PackedCodes packed = PackedCodes.of(new int[] {3, 2, 1, 0, 1}, 2);

    assertThat(packed.bytes()).containsExactly(27, 1);
    assertThat(packed.byteCount()).isEqualTo(2);
  }

  @Test
  void codesOfThreeBitsRunOverBytes() {
    PackedCodes packed = PackedCodes.of(new int[] {1, 2, 7}, 3);

    assertThat(packed.bytes()).containsExactly((byte) 0b11010001, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatWasPackedComesBack(int bits) {
    Random random = new Random(bits);
    for (int size : new int[] {0, 1, 3, 8, 9, 1000, 1001}) {
      int[] codes = random.ints(size, 0, 1 << bits).toArray();

      PackedCodes packed = PackedCodes.of(codes, bits);

      assertThat(packed.unpacked()).containsExactly(codes);
      assertThat(packed.byteCount()).isEqualTo((size * bits + 7) / 8);
      for (int i = 0; i < size; i++) {
        assertThat(packed.get(i)).isEqualTo(codes[i]);
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> PackedCodes.of(new int[] {4}, 2)).hasMessageContaining("code 4");
    assertThatThrownBy(() -> PackedCodes.of(new int[] {-1}, 8)).hasMessageContaining("code -1");
    assertThatThrownBy(() -> PackedCodes.of(new int[0], 9)).hasMessageContaining("9 bits");
  }
}
