package dev.twobit.search.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.CostKind;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTasks;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.SearchSpace;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostPressureTest {
  private static final Network RESNET8 = ModelZoo.build(ModelZoo.Model.RESNET8, 3, 10, 1);

  /**
   * A nearly uniform start costs 0.4 of the original, the cost alone pushes all widths up until the
   * original is reached, and no layer comes near the threshold.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void withoutCrossEntropyTheOriginalIsFoundAndNothingExpands(long seed) {
    SearchSettings paper = SearchSettings.preset("paper").with("architecture-rate", "0.01");
    SearchSpace space = paper.space(RESNET8);
    CostModel costs = new CostModel(RESNET8, SearchTasks.HARDWARE, 2, 8);
    CostPressure pressure =
        new CostPressure(costs, Budget.paper(costs.original()), Expectation.ADDITIVE, 2);
    ArchitectureParameters architecture = ArchitectureParameters.initial(space, new Random(seed));
    assertThat(costs.genotype(space, architecture.genotype(space)).flops())
        .isLessThan(0.7 * costs.original().flops());
    double highest = 0;
    for (int step = 0; step < 300; step++) {
      architecture.step(pressure.logitGradients(space, architecture), paper.architecture().adam());
      for (String unit : space.units().keySet()) {
        double[] p = architecture.probabilities(unit);
        highest = Math.max(highest, p[p.length - 1]);
      }
    }
    Map<String, Integer> original = new LinkedHashMap<>();
    space.units().forEach((name, unit) -> original.put(name, unit.nominal()));
    assertThat(architecture.genotype(space)).isEqualTo(original);
    assertThat(highest).isLessThan(paper.expansion().threshold());
    assertThat(pressure.inBand(costs.genotype(space, original))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2})
  void itIsLambdaTimesTheLogOfTheExpectedCost(double lambda) {
    SearchSettings settings =
        SearchSettings.preset("paper").with("cost-weight", String.valueOf(lambda));
    SearchSpace space = settings.space(RESNET8);
    CostModel costs = new CostModel(RESNET8, SearchTasks.HARDWARE, 2, 8);
    double flops = costs.original().flops();
    double params = costs.original().params();
    // Far below the first, far above the second: up and down at once.
    List<Budget> budgets =
        List.of(
            new Budget(CostKind.FLOPS, "10x", 10 * flops, 0.95, 1),
            new Budget(CostKind.PARAMS, "0.01x", 0.01 * params, 0, 1));
    ArchitectureParameters a = ArchitectureParameters.initial(space, new Random(1));
    Map<String, double[]> gradient =
        new CostPressure(costs, budgets, Expectation.ADDITIVE, lambda).logitGradients(space, a);
    double step = 1e-4;
    for (String unit : space.units().keySet()) {
      for (int i = 0; i < 8; i += 3) {
        double now = a.logits(unit)[i];
        a.logits(unit)[i] = now + step;
        double above = loss(costs, space, a);
        a.logits(unit)[i] = now - step;
        double below = loss(costs, space, a);
        a.logits(unit)[i] = now;
        assertThat(gradient.getOrDefault(unit, new double[8])[i])
            .isCloseTo(
                lambda * (above - below) / (2 * step),
                org.assertj.core.api.Assertions.within(1e-6 * lambda));
      }
    }
  }

  /** From below it does not push up; from above it is as large as the cross-entropy's gradient. */
  @Test
  void oneSidedItPushesDownAlone() {
    SearchSpace space = SearchSettings.preset("paper").space(RESNET8);
    CostModel costs = new CostModel(RESNET8, SearchTasks.HARDWARE, 2, 8);
    double flops = costs.original().flops();
    ArchitectureParameters a = ArchitectureParameters.initial(space, new Random(1));
    Map<String, double[]> loss = new LinkedHashMap<>();
    space.units().forEach((unit, u) -> loss.put(unit, new double[] {0.5, 0, -0.25, 0, 0, 0, 0, 0}));
    Budget far = new Budget(CostKind.FLOPS, "10x", 10 * flops, 0.95, 1);
    CostPressure below = oneSided(costs, far);
    assertThat(below.logitGradients(space, a, loss)).isEmpty();
    assertThat(below.inBand(costs.original())).as("below the band is within").isTrue();
    CostPressure above = oneSided(costs, new Budget(CostKind.FLOPS, "0.1x", 0.1 * flops, 0.95, 1));
    Map<String, double[]> gradient = above.logitGradients(space, a, loss);
    assertThat(magnitude(gradient))
        .isCloseTo(0.75 * space.units().size(), org.assertj.core.api.Assertions.within(1e-9));
    gradient.forEach(
        (unit, g) -> assertThat(g[7]).as("the widest of %s loses", unit).isGreaterThan(g[0]));
    assertThat(above.inBand(costs.original())).isFalse();
  }

  private static CostPressure oneSided(CostModel costs, Budget budget) {
    return new CostPressure(costs, List.of(budget), Expectation.ADDITIVE, CostLoss.ONE_SIDED, 2);
  }

  private static double magnitude(Map<String, double[]> gradient) {
    return gradient.values().stream().flatMapToDouble(Arrays::stream).map(Math::abs).sum();
  }

  private static double loss(CostModel costs, SearchSpace space, ArchitectureParameters a) {
    return Math.log(costs.expected(CostKind.PARAMS, space, a).value())
        - Math.log(costs.expected(CostKind.FLOPS, space, a).value());
  }
}
