package dev.twobit.search.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.CostKind;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.Costs;
import dev.twobit.search.cost.WholeCycles;
import java.util.List;
import org.junit.jupiter.api.Test;

class EqualCostTest {
  private static final Budget BAND = new Budget(CostKind.FLOPS, "1.0x", 100, 0.9, 1.1);
  private static final Budget LIMIT = new Budget(CostKind.PARAMS, "<=10", 10, 0, 1);

  private static Costs costs(double flops, double params) {
    return new Costs(flops, params, 1, 1, 1, WholeCycles.of(1));
  }

  @Test
  void aBandIsTwoSided() {
    EqualCost equal = new EqualCost(List.of(BAND));
    assertThat(equal.distance(costs(90, 1))).isZero();
    assertThat(equal.distance(costs(110, 1))).isZero();
    assertThat(equal.distance(costs(80, 1))).isCloseTo(0.1, within(1e-12));
    assertThat(equal.distance(costs(130, 1))).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void aMereLimitMustBeUsedUnlessAnotherBudgetHasABand() {
    assertThat(new EqualCost(List.of(LIMIT)).distance(costs(1, 9.4))).isPositive();
    assertThat(new EqualCost(List.of(LIMIT)).distance(costs(1, 9.5))).isZero();
    assertThat(new EqualCost(List.of(LIMIT)).distance(costs(1, 10.1))).isPositive();
    assertThat(new EqualCost(List.of(BAND, LIMIT)).distance(costs(100, 1))).isZero();
    assertThat(new EqualCost(List.of(BAND, LIMIT)).distance(costs(100, 11))).isPositive();
  }

  @Test
  void withoutBudgetsEverythingCostsTheSame() {
    assertThat(new EqualCost(List.of()).distance(costs(1, 1))).isZero();
  }
}
