package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizedEnginesTest {
  /**
   * A Resize of 2-bit codes, shuffled twice, is read at 2 bits and at 3; a tensor times and plus
   * itself, quantized in two ways.
   */
  @ParameterizedTest
  @ValueSource(longs = {800_108, 2339, 3459})
  void seedsThatOnceFailedHold(long seed) {
    assertThat(new QuantizedEngines().broken(seed)).isEmpty();
  }
}
