package dev.twobit.search.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.search.NetworkSketch;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TensorWidth;
import dev.twobit.search.space.TinyNetworks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random expressions, units shared at random, against all combinations. */
@Tag("slow")
class JointWidthsTest {
  private static final CandidateGrid GRID = new CandidateGrid("toy", 4, 2, 4, false);

  private final SearchSpace space =
      SearchSpace.of(TinyNetworks.of("residual"), GRID, Coupling.ALIGN);
  private final List<String> units = List.copyOf(space.units().keySet());

  @ParameterizedTest
  @ValueSource(ints = {0, 40, 80, 120})
  void distributionsAndGradientsAreExact(int firstSeed) {
    for (int seed = firstSeed; seed < firstSeed + 40; seed++) {
      Random random = new Random(seed);
      List<TensorWidth> operands = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        operands.add(expression(random, 3));
      }
      if (random.nextBoolean()) {
        TensorWidth inner = operands.get(random.nextInt(operands.size()));
        operands.add(TensorWidth.sum(List.of(TensorWidth.fixed(3), inner, expression(random, 1))));
      }
      ArchitectureParameters architecture = TinyNetworks.spread(space, seed);
      JointWidths widths = new JointWidths(space);
      int node = widths.joint(operands);
      double[][] p = widths.forward(architecture);
      double[][] gradients = new double[p.length][0];
      gradients[node] = widths.values(node).stream().mapToDouble(JointWidthsTest::cost).toArray();
      double expected = 0;
      for (int k = 0; k < p[node].length; k++) {
        expected += p[node][k] * gradients[node][k];
      }
      Map<String, double[]> given = widths.backward(p, gradients);
      double mean = 0;
      Map<String, double[]> each = new java.util.HashMap<>();
      for (Map<String, Integer> genotype : new GenotypeMoves(space).all(1000)) {
        double probability = 1;
        for (String unit : units) {
          probability *= p(architecture, unit, genotype);
        }
        double cost = cost(operands.stream().mapToInt(o -> o.at(genotype)).toArray());
        mean += probability * cost;
        for (String unit : units) {
          each.computeIfAbsent(unit, u -> new double[3])[index(unit, genotype)] +=
              probability / p(architecture, unit, genotype) * cost;
        }
      }
      assertThat(expected).as("seed %d %s", seed, operands).isCloseTo(mean, within(1e-12));
      // Conditional means, up to a constant that the softmax does not see.
      for (String unit : units) {
        double[] g = given.getOrDefault(unit, new double[3]);
        double[] brute = each.getOrDefault(unit, new double[3]);
        for (int c = 1; c < 3; c++) {
          assertThat(g[c] - g[0])
              .as("seed %d %s %s", seed, operands, unit)
              .isCloseTo(brute[c] - brute[0], within(1e-11));
        }
      }
    }
  }

  /** An Add of many operands, read by what pads it: as many values as widths, not as genotypes. */
  @Test
  void whatAWidthIsMadeOfIsNotToldApartWhereItIsReadAsAWhole() {
    SearchSpace large = SearchSpace.of(NetworkSketch.optionA(9), CandidateGrid.TAS);
    TensorWidth sum = large.width("half");
    assertThat(sum.units()).hasSize(10);
    JointWidths widths = new JointWidths(large);
    int node = widths.joint(List.of(sum, large.width("zeros")));
    assertThat(widths.values(node)).allSatisfy(v -> assertThat(v[1]).isEqualTo(v[0] + 8));
    assertThat(widths.forward(ArchitectureParameters.uniform(large))[node])
        .hasSameSizeAs(widths.values(node).toArray());
  }

  private TensorWidth expression(Random random, int depth) {
    int kind = depth == 0 ? random.nextInt(5) : random.nextInt(9);
    if (kind == 0) {
      return TensorWidth.fixed(1 + random.nextInt(12));
    }
    if (kind < 5) {
      return TensorWidth.of(units.get(random.nextInt(units.size())));
    }
    List<TensorWidth> operands = new ArrayList<>();
    for (int i = 0; i <= 1 + random.nextInt(2); i++) {
      operands.add(expression(random, depth - 1));
    }
    return switch (kind) {
      case 5, 6 -> TensorWidth.largest(operands);
      case 7 -> TensorWidth.sum(operands);
      default -> TensorWidth.times(operands.get(0), 1 + random.nextInt(4));
    };
  }

  private static double cost(int[] widths) {
    double product = 1;
    for (int i = 0; i < widths.length; i++) {
      product *= Math.sin((i + 1) * widths[i]);
    }
    return product;
  }

  private int index(String unit, Map<String, Integer> genotype) {
    return GenotypeMoves.index(space.unit(unit), genotype);
  }

  private double p(
      ArchitectureParameters architecture, String unit, Map<String, Integer> genotype) {
    return architecture.probabilities(unit)[index(unit, genotype)];
  }
}
