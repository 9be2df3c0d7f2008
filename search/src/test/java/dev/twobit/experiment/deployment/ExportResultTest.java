package dev.twobit.experiment.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportResultTest {
  @ParameterizedTest
  @CsvSource({
    "8, 0.5, false, true",
    "7, 0.05, false, false",
    "7, 0.5, true, true",
    "4, 0.5, true, true",
    "3, 0.5, true, false",
    "0, 0.05, true, true",
    "0, 0.05, false, false"
  })
  void imagesThatDifferAreExplainedAndFewOrNotFarOff(
      int close, double difference, boolean explained, boolean passed) {
    assertThat(new ExportResult.Comparison("run", 8, close, difference, 1, explained).passed())
        .isEqualTo(passed);
  }
}
