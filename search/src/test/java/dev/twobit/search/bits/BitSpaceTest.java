package dev.twobit.search.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.precision.Bits;
import dev.twobit.search.SearchTask;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BitSpaceTest {
  /** Inner layers of any network, as methods have them. */
  static BitSpace space(Network network, List<Bits> candidates) {
    return new BitSpace(
        ConvolutionRoles.of(network).entrySet().stream()
            .filter(e -> e.getValue() == ConvolutionRoles.Role.QUANTIZED)
            .map(Map.Entry::getKey)
            .toList(),
        candidates);
  }

  @Test
  void layersThatTheUserNamesAreNotSearched() {
    SearchTask task = BitTasks.of(BitTasks.chain(4), List.of("mid1=8"), "latency=9x");
    assertThat(BitSpace.of(task, "2,4").layers()).containsExactly("mid0", "mid2", "mid3");
    assertThat(BitSpace.of(task, "4, 2x8").candidates())
        .containsExactly(Bits.of(4), new Bits(2, 8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "2; found '2', expected two at least",
        "2,2; expected two at least",
        "2,9; --set bit-candidates: found '9', expected 1 to 8",
        "2,; --set bit-candidates: found '', expected 1 to 8"
      })
  void candidatesThatAreNoneAreOneLine(String text, String message) {
    SearchTask task = BitTasks.of(BitTasks.chain(2), List.of(), "latency=9x");
    assertThatThrownBy(() -> BitSpace.of(task, text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void bitsThatAQuantizerLacksNameTheLayer() {
    SearchTask task =
        BitTasks.with(
            BitTasks.chain(2), "apot", List.of(), Optional.empty(), List.of("latency=9x"));
    assertThatThrownBy(() -> BitSpace.of(task, "2,3"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("layer 'mid0'")
        .hasMessageContaining("bits=3");
  }

  @Test
  void nothingToChooseIsOneLine() {
    SearchTask task = BitTasks.of(BitTasks.chain(2), List.of("mid*=8"), "latency=9x");
    assertThatThrownBy(() -> BitSpace.of(task, "2,4"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no inner layer whose bits are open");
  }
}
