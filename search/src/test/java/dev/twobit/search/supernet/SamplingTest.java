package dev.twobit.search.supernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.ModelZoo;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.SearchSpace;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingTest {
  private final SearchSpace space =
      SearchSpace.of(ModelZoo.build(ModelZoo.Model.RESNET8, 3, 10, 1), CandidateGrid.TAS);

  @Test
  void candidatesAreTenthsRoundedDown() {
    assertThat(CandidateGrid.TAS.initial(16)).containsExactly(4, 6, 8, 9, 11, 12, 14, 16);
    assertThat(CandidateGrid.TAS.initial(32)).containsExactly(9, 12, 16, 19, 22, 25, 28, 32);
    assertThat(CandidateGrid.TAS.initial(64)).containsExactly(19, 25, 32, 38, 44, 51, 57, 64);
    assertThat(CandidateGrid.EIGHTHS.initial(16)).containsExactly(2, 4, 6, 8, 10, 12, 14, 16);
  }

  @ParameterizedTest
  @CsvSource({"tas,16,28", "tas,64,115", "eighths,16,32", "eighths,64,128"})
  void expansionEndsAtSixteenCandidates(String name, int nominal, int widest) {
    CandidateGrid grid = CandidateGrid.named(name);
    List<Integer> candidates = grid.initial(nominal);
    for (int i = 0; i < 20; i++) {
      candidates = grid.expanded(nominal, candidates);
    }
    assertThat(candidates).hasSize(16).isSorted().doesNotHaveDuplicates();
    assertThat(candidates.get(15)).isEqualTo(widest);
  }

  @Test
  void everyConvolutionButShortcutsIsSearched() {
    assertThat(space.units()).hasSize(7);
    assertThat(space.units().values().stream().flatMap(u -> u.members().stream())).hasSize(9);
  }

  @ParameterizedTest
  @ValueSource(doubles = {5, 1, 0.1})
  void pairsAreDistinctAndWeightsAreThoseOfASoftmax(double temperature) {
    double[] p = ArchitectureParameters.softmax(new double[] {0.3, -1, 2, 0, 0.1, 0, -3, 1});
    SplittableRandom random = new SplittableRandom(7);
    int[] seen = new int[p.length];
    for (int i = 0; i < 4000; i++) {
      PairSampler.Pair pair = PairSampler.sample(p, temperature, random);
      assertThat(pair.first()).isNotEqualTo(pair.second());
      assertThat(pair.weight()).isBetween(0.0, 1.0);
      seen[pair.first()]++;
      seen[pair.second()]++;
    }
    assertThat(seen[2]).as("the likeliest").isGreaterThan(seen[6]);
    assertThat(Arrays.stream(seen).min().orElse(0)).isPositive();
  }

  /** Gumbel-max: at a low temperature the first of the pair is a draw from p itself. */
  @Test
  void atALowTemperatureTheFirstIsDrawnFromTheProbabilities() {
    double[] p = {0.5, 0.3, 0.15, 0.05};
    int draws = 20_000;
    int[] seen = new int[p.length];
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < draws; i++) {
      seen[PairSampler.sample(p, 0.01, random).first()]++;
    }
    for (int i = 0; i < p.length; i++) {
      double deviation = Math.sqrt(p[i] * (1 - p[i]) / draws);
      assertThat((double) seen[i] / draws).isCloseTo(p[i], within(5 * deviation));
    }
  }

  /** The weight is sigmoid((alpha_a - alpha_b + noise) / tau): its slope is p (1 - p) / tau. */
  @Test
  void logitGradientEqualsFiniteDifferences() {
    double[] logits = {0.2, -0.4, 0.9, 0.1, 0};
    double temperature = 0.7;
    PairSampler.Pair pair = sample(logits, temperature);
    double[] gradient = PairSampler.logitGradient(pair, 3, 1.25, temperature, logits.length);
    double step = 1e-5;
    for (int i = 0; i < logits.length; i++) {
      double[] above = logits.clone();
      double[] below = logits.clone();
      above[i] += step;
      below[i] -= step;
      PairSampler.Pair more = sample(above, temperature);
      PairSampler.Pair less = sample(below, temperature);
      assertThat(List.of(more.first(), more.second(), less.first(), less.second()))
          .containsExactly(pair.first(), pair.second(), pair.first(), pair.second());
      double loss = 3 * more.weight() + 1.25 * (1 - more.weight());
      double lossBelow = 3 * less.weight() + 1.25 * (1 - less.weight());
      assertThat(gradient[i]).isCloseTo((loss - lossBelow) / (2 * step), within(1e-7));
    }
    assertThat(gradient[pair.first()]).isNotZero().isEqualTo(-gradient[pair.second()]);
  }

  private static PairSampler.Pair sample(double[] logits, double temperature) {
    return PairSampler.sample(
        ArchitectureParameters.softmax(logits), temperature, new SplittableRandom(5));
  }

  @Test
  void sameSeedSamePairs() {
    ArchitectureParameters a = ArchitectureParameters.initial(space, new Random(1));
    Map<String, PairSampler.Pair> once = PairSampler.sample(space, a, 5, 42);
    assertThat(PairSampler.sample(space, a, 5, 42)).isEqualTo(once);
    assertThat(PairSampler.sample(space, a, 5, 43)).isNotEqualTo(once);
  }

  @Test
  void anExpandedLogitIsACopyAndHalvesTheProbability() {
    ArchitectureParameters a = ArchitectureParameters.initial(space, new Random(1));
    String unit = space.units().keySet().iterator().next();
    double[] row = a.logits(unit);
    row[row.length - 1] = 1.3;
    double p = a.probabilities(unit)[row.length - 1];
    a.expand(unit);
    double[] after = a.probabilities(unit);
    assertThat(after).hasSize(row.length + 1);
    assertThat(after[row.length - 1]).isCloseTo(p / (1 + p), within(1e-12));
    assertThat(after[row.length]).isCloseTo(p / (1 + p), within(1e-12));
  }

  /**
   * Three steps by hand with betas 0.5 and 0.999: gradients 1, 1, -2 of one logit, decay 0. Moments
   * 0.5, 0.75, -0.625 over 0.5, 0.75, 0.875 and 1e-3, 1.999e-3, 5.997001e-3 over 1e-3, 1.999e-3,
   * 2.997001e-3.
   */
  @Test
  void adamTakesTheStepsComputedByHand() {
    ArchitectureParameters a = ArchitectureParameters.uniform(space);
    String unit = space.units().keySet().iterator().next();
    ArchitectureParameters.Adam adam = new ArchitectureParameters.Adam(0.01, 0, 0.5, 0.999);
    double[] expected = {-0.01, -0.02, -0.02 + 0.01 * (0.625 / 0.875) / Math.sqrt(2.0010006670)};
    double[] gradients = {1, 1, -2};
    for (int i = 0; i < 3; i++) {
      double[] gradient = new double[8];
      gradient[3] = gradients[i];
      a.step(Map.of(unit, gradient), adam);
      assertThat(a.logits(unit)[3]).isCloseTo(expected[i], within(1e-8));
      assertThat(a.logits(unit)[2]).isZero();
    }
  }

  /**
   * L2 in the gradient: of a logit alone it is a gradient of its sign, so a whole step at first.
   */
  @Test
  void adamDecaysThroughItsGradient() {
    ArchitectureParameters a = ArchitectureParameters.uniform(space);
    String unit = space.units().keySet().iterator().next();
    a.logits(unit)[0] = 2;
    a.step(Map.of(), new ArchitectureParameters.Adam(0.01, 1e-3, 0.5, 0.999));
    assertThat(a.logits(unit)[0]).isCloseTo(1.99, within(1e-7));
  }

  @Test
  void certaintyIsAllOnOneCandidate() {
    Map<String, Integer> widths = new LinkedHashMap<>();
    space.units().forEach((name, unit) -> widths.put(name, unit.candidates().get(2)));
    ArchitectureParameters a = ArchitectureParameters.certain(space, widths);
    assertThat(a.genotype(space)).isEqualTo(widths);
    space
        .units()
        .keySet()
        .forEach(u -> assertThat(a.probabilities(u)).containsExactly(0, 0, 1, 0, 0, 0, 0, 0));
  }

  /**
   * search/docs/methods.md#sampling: no noise, the probabilities' own ratio, and gradients that
   * nothing scales.
   */
  @Test
  void atTemperatureZeroThereIsNoNoise() {
    double[] logits = {0.3, -1, 2, 0};
    PairSampler.Pair pair = sample(logits, 0);
    double lead = logits[pair.first()] - logits[pair.second()];
    assertThat(pair.weight()).isCloseTo(1 / (1 + Math.exp(-lead)), within(1e-12));
    double[] gradient = PairSampler.logitGradient(pair, 1, 0, 0, 4);
    assertThat(gradient[pair.first()])
        .isCloseTo(pair.weight() * (1 - pair.weight()), within(1e-12));
  }

  @Test
  void savedParametersContinueToTheSameBits() {
    ArchitectureParameters a = ArchitectureParameters.initial(space, new Random(1));
    String unit = space.units().keySet().iterator().next();
    double[] gradient = {1, -2, 0.5, 0, 0, 0.1, 3, -1};
    a.step(Map.of(unit, gradient), new ArchitectureParameters.Adam(0.01, 1e-3, 0.5, 0.999));
    ArchitectureParameters b = ArchitectureParameters.restore(space, a.save());
    a.step(Map.of(unit, gradient), new ArchitectureParameters.Adam(0.01, 1e-3, 0.5, 0.999));
    b.step(Map.of(unit, gradient), new ArchitectureParameters.Adam(0.01, 1e-3, 0.5, 0.999));
    space.units().keySet().forEach(u -> assertThat(b.logits(u)).isEqualTo(a.logits(u)));
  }

  @ParameterizedTest
  @CsvSource({"4,16", "6,16", "9,11", "1,5", "16,28"})
  void interpolationKeepsMeansOfConstantsAndOrder(int from, int to) {
    float[] m = ChannelInterpolation.matrix(from, to);
    for (int k = 0; k < to; k++) {
      double sum = 0;
      for (int i = 0; i < from; i++) {
        sum += m[k * from + i];
      }
      assertThat(sum).isCloseTo(1, within(1e-6));
      assertThat(m[k * from + (int) ((long) k * from / to)]).isPositive();
    }
    float[] identity = ChannelInterpolation.matrix(to, to);
    for (int i = 0; i < identity.length; i++) {
      assertThat(identity[i]).isEqualTo(i % (to + 1) == 0 ? 1f : 0f);
    }
  }
}
