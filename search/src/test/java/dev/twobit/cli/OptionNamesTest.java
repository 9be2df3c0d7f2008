package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--method: found 'a' | --methods: found 'a'",
        "--method nce: found no budget, expected one such as --latency-budget 1.0x"
            + " | --methods nce: found no budget, expected one such as --budget latency=1.0x",
        "--latency-budget (layers back to back): found 'x'"
            + " | --budget latency (layers back to back): found 'x'",
        "--energy-budget '1x,': found a list | --budget energy '1x,': found a list",
        "--methods: found $1 | --methods: found $1",
        "a--method: 'x--latency-budget' | a--method: 'x--latency-budget'",
        "--method-x and --set: found a | --method-x and --set: found a"
      })
  void optionsOfASearchAreThoseOfAStudy(String ofSearch, String ofStudy) {
    assertThat(OptionNames.ofStudies(ofSearch)).isEqualTo(ofStudy);
  }

  @Test
  void otherFailuresStayWhatTheyAre() throws Exception {
    assertThat(OptionNames.ofStudies(() -> 3)).isEqualTo(3);
    IllegalStateException other = new IllegalStateException("--method: none");
    assertThatThrownBy(
            () ->
                OptionNames.ofStudies(
                    () -> {
                      throw other;
                    }))
        .isSameAs(other);
    assertThatThrownBy(
            () ->
                OptionNames.ofStudies(
                    () -> {
                      throw new InvalidInputException("--method: none");
                    }))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("--methods: none");
  }
}
