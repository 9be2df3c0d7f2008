package dev.twobit.experiment.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.search.SearchSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetListsTest {
  @Test
  void withoutAListThereIsOneAlternative() {
    List<String> budgets = List.of("latency=1.0x+-5%", "energy=150uJ");
    assertThat(BudgetLists.alternatives(budgets)).containsExactly(budgets);
    assertThat(BudgetLists.alternatives(List.of())).containsExactly(List.of());
  }

  @Test
  void aListStandsWhereItWasGivenAndKeepsItsOrder() {
    assertThat(BudgetLists.alternatives(List.of("params=1.0x", "flops=2M, <=1.0x,0.5x-10%+2%")))
        .containsExactly(
            List.of("params=1.0x", "flops=2M"),
            List.of("params=1.0x", "flops=<=1.0x"),
            List.of("params=1.0x", "flops=0.5x-10%+2%"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "latency=1x,2x energy=1x,2x | budgets: found lists in --latency-budget '1x,2x' and"
            + " --energy-budget '1x,2x', expected one list at the most",
        "latency=1x, | --latency-budget '1x,': found a list with a value left out, expected one"
            + " after each comma",
        "latency=,1x | --latency-budget ',1x': found a list with a value left out, expected one"
            + " after each comma",
        "flops=1x,2x,1x | --macs-budget '1x,2x,1x': found 1x twice, expected each value of a"
            + " list once"
      })
  void whatIsNoListIsRefusedInOneLine(String budgets, String message) {
    assertThatThrownBy(() -> BudgetLists.alternatives(List.of(budgets.split(" "))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @Test
  void aPlanSaysWhichCostIsListedAndHasItsOtherParts() {
    SearchPlan plan =
        SearchPlan.of(
            "original", SearchSettings.preset("smoke"), List.of("energy=1x", "latency=1x,2x"));
    assertThat(plan.listed()).contains("latency");
    assertThat(plan.alternatives())
        .allMatch(p -> p.method().equals("original") && p.settings().equals(plan.settings()))
        .allMatch(p -> p.listed().isEmpty())
        .extracting(p -> p.budget("latency").orElse("none"))
        .containsExactly("1x", "2x");
    assertThat(plan.budget("flops")).isEmpty();
  }
}
