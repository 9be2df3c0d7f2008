package dev.twobit.search.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.CostKind;
import dev.twobit.network.CostSummary;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.SearchSpace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CostModelTest {
  private static final Network RESNET8 = ModelZoo.build(ModelZoo.Model.RESNET8, 3, 10, 1);
  private static final HardwareConfig HARDWARE = HardwareCatalog.load("nvdla-small-w2a2");

  private final SearchSpace space = SearchSpace.of(RESNET8, CandidateGrid.TAS);
  private final CostModel costs = new CostModel(RESNET8, HARDWARE, 2, 8);

  @Test
  void countsAreTheNetworksOwn() {
    assertThat(costs.original().flops()).isEqualTo(12_501_632);
    assertThat(costs.original().params()).isEqualTo(77_850);
  }

  /** A logit far above all others makes the expectation the cost of that architecture. */
  @ParameterizedTest
  @EnumSource(CostKind.class)
  void atOneHotLogitsTheExpectationIsTheOriginalsCost(CostKind kind) {
    Map<String, Integer> hot = new LinkedHashMap<>();
    space.units().forEach((name, unit) -> hot.put(name, unit.candidates().size() - 1));
    double expected = costs.expected(kind, space, oneHot(hot)).value();
    assertThat(expected).isCloseTo(costs.original().of(kind), within(1e-9 * expected));
  }

  /** Uniform within a stage, so that no shortcut is inserted. */
  @ParameterizedTest
  @EnumSource(CostKind.class)
  void atOneHotLogitsTheExpectationIsTheGenotypesCost(CostKind kind) {
    for (int candidate : new int[] {0, 3, 5}) {
      Map<String, Integer> hot = new LinkedHashMap<>();
      space.units().keySet().forEach(name -> hot.put(name, candidate));
      ArchitectureParameters architecture = oneHot(hot);
      double expected = costs.expected(kind, space, architecture).value();
      double genotype = costs.genotype(space, architecture.genotype(space)).of(kind);
      assertThat(expected)
          .as("candidate %d", candidate)
          .isCloseTo(genotype, within(1e-9 * genotype));
    }
  }

  @ParameterizedTest
  @EnumSource(CostKind.class)
  void logitGradientsEqualFiniteDifferences(CostKind kind) {
    SearchSpace grown = space.expanded(space.units().keySet().iterator().next());
    ArchitectureParameters architecture = spread(grown, 5);
    Map<String, double[]> gradients = costs.expected(kind, grown, architecture).logitGradients();
    double scale = costs.original().of(kind);
    double step = 1e-4;
    for (String unit : grown.units().keySet()) {
      double[] row = architecture.logits(unit);
      for (int i = 0; i < row.length; i += 3) {
        double at = row[i];
        row[i] = at + step;
        double above = costs.expected(kind, grown, architecture).value();
        row[i] = at - step;
        double below = costs.expected(kind, grown, architecture).value();
        row[i] = at;
        assertThat(gradients.getOrDefault(unit, new double[0])[i])
            .as("%s candidate %d", unit, i)
            .isCloseTo((above - below) / (2 * step), within(1e-6 * scale));
      }
    }
  }

  /** The joint distribution by drawing: the tables' mean over architectures. */
  @Test
  void expectationIsTheMeanOverArchitectures() {
    ArchitectureParameters architecture = spread(space, 9);
    Random random = new Random(4);
    int draws = 1500;
    double sum = 0;
    double squares = 0;
    for (int d = 0; d < draws; d++) {
      Map<String, Integer> hot = new LinkedHashMap<>();
      space.units().keySet().forEach(u -> hot.put(u, draw(architecture.probabilities(u), random)));
      double cost = costs.expected(CostKind.LATENCY, space, oneHot(hot)).value();
      sum += cost;
      squares += cost * cost;
    }
    double mean = sum / draws;
    double error = Math.sqrt((squares / draws - mean * mean) / draws);
    assertThat(costs.expected(CostKind.LATENCY, space, architecture).value())
        .isCloseTo(mean, within(5 * error));
  }

  @Test
  void aGenotypeThatNeedsShortcutsCountsThem() {
    Map<String, Integer> widths = BudgetProjection.narrowest(space);
    String stem = widths.keySet().iterator().next();
    widths.put(stem, space.unit(stem).nominal());
    Network derived = costs.derive(space, widths);
    assertThat(derived.layers()).anyMatch(l -> l.name().endsWith(".shortcut"));
    assertThat(costs.genotype(space, widths).flops()).isEqualTo(CostSummary.of(derived).macs());
    assertThat(costs.genotype(space, widths).latencyCycles())
        .isEqualTo(costs.simulate(derived).latencyCycles());
  }

  private static int draw(double[] p, Random random) {
    double left = random.nextDouble();
    for (int i = 0; i < p.length; i++) {
      left -= p[i];
      if (left < 0) {
        return i;
      }
    }
    return p.length - 1;
  }

  private ArchitectureParameters oneHot(Map<String, Integer> hot) {
    ArchitectureParameters architecture = ArchitectureParameters.initial(space, new Random(1));
    hot.forEach(
        (unit, index) -> {
          double[] row = architecture.logits(unit);
          java.util.Arrays.fill(row, 0);
          row[index] = 200;
        });
    return architecture;
  }

  private static ArchitectureParameters spread(SearchSpace space, long seed) {
    Random random = new Random(seed);
    ArchitectureParameters architecture = ArchitectureParameters.initial(space, random);
    for (String unit : space.units().keySet()) {
      double[] row = architecture.logits(unit);
      java.util.Arrays.setAll(row, i -> random.nextGaussian());
    }
    return architecture;
  }
}
