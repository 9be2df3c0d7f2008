package dev.twobit.simulator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.simulator.validation.ValidationSummary.Line;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ValidationSummaryTest {
  @Test
  void everyBarIsMetOnTheRowsThatComeWithTwobit() {
    ValidationSummary summary = ValidationSummary.run();
    assertThat(summary.lines())
        .extracting(Line::rows)
        .containsExactly(217, 272, 32, 882, 7, 5, 5, 6, 2, 3, 1, 1, 3, 1, 6, 7, 2, 2);
    assertThat(summary.lines())
        .filteredOn(line -> !line.aim())
        .allSatisfy(line -> assertThat(line.met()).as("%s", line).isTrue());
    assertThat(summary.allMet()).isTrue();
  }
}
