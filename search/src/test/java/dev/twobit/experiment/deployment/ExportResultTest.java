package dev.twobit.experiment.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportResultTest {
  @ParameterizedTest
  @CsvSource({
    "8, 0, 0, true",
    "8, 0, 1, false",
    "7, 0, 0, false",
    "7, 1, 0, true",
    "0, 8, 0, true",
    "0, 7, 0, false"
  })
  void everyImageIsCloseOrExplainedAndEveryCode(
      int close, int explained, int unexplained, boolean passed) {
    assertThat(
            new ExportResult.Comparison("run", 8, close, explained, 9, unexplained, 0.5, 1)
                .passed())
        .isEqualTo(passed);
  }
}
