package dev.twobit.experiment.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportResultTest {
  @ParameterizedTest
  @CsvSource({
    "8, false, true",
    "7, false, false",
    "7, true, true",
    "4, true, true",
    "3, true, false"
  })
  void imagesThatDifferAreExplainedAndFew(int close, boolean explained, boolean passed) {
    assertThat(new ExportResult.Comparison("run", 8, close, 0.1, 1, explained).passed())
        .isEqualTo(passed);
  }
}
