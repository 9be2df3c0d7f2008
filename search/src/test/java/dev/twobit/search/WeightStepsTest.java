package dev.twobit.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.search.cost.CostPressure;
import dev.twobit.search.cost.Expectation;
import dev.twobit.search.supernet.SuperNetWeights;
import dev.twobit.tensor.Torch;
import dev.twobit.training.QuantizationScheme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which channels a step on the weights trains: without decay nothing else moves them. */
class WeightStepsTest {
  private static final SearchSettings SETTINGS =
      SearchTasks.QUICK.with(
          Map.of(
              "architecture-start",
              "uniform",
              "weight-decay",
              "0",
              "temperature",
              "cosine(1,0.1)"));

  private final SearchTask task = SearchTasks.block(QuantizationScheme.none(), "1.0x");
  private final EpochTally tally = new EpochTally();

  /** Rows of conv1's ten kernels that a step moved, preferences being for the narrowest. */
  private List<Integer> moved(SearchSettings settings, int absoluteEpoch) {
    SearchState state = SearchState.initial(task, settings, settings.space(SearchTasks.BLOCK));
    for (String unit : state.space().units().keySet()) {
      Arrays.fill(state.architecture().logits(unit), -30);
      state.architecture().logits(unit)[0] = 30;
      state.architecture().logits(unit)[1] = 0;
    }
    float[] before = kernels(state);
    SearchData data = new SearchData(task.train(), task.normalization(), settings);
    SearchSchedule schedule = new SearchSchedule(settings, 1);
    int[] order = data.order(task.seed(), absoluteEpoch);
    new WeightSteps(data, settings, schedule.epochs(), task.seed())
        .step(state, schedule.at(absoluteEpoch), order, 0, tally);
    float[] after = kernels(state);
    int row = before.length / 10;
    List<Integer> moved = new ArrayList<>();
    for (int r = 0; r < 10; r++) {
      if (!Arrays.equals(before, r * row, (r + 1) * row, after, r * row, (r + 1) * row)) {
        moved.add(r);
      }
    }
    return moved;
  }

  private static float[] kernels(SearchState state) {
    return Torch.floats(SuperNetWeights.get(state.weights().trainable(), "conv1.weight"));
  }

  @Test
  void aSampledNetworkTrainsItsChannelsAlone() {
    assertThat(moved(SETTINGS, 3)).containsExactly(0, 1, 2);
    assertThat(tally.passes()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"interpolation", "masking"})
  void inASandwichTheWidestReachesEveryChannel(String sampler) {
    SearchSettings settings = SETTINGS.with("weight-step", "sandwich").with("sampler", sampler);
    assertThat(moved(settings, 3)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(tally.passes()).as("widest, narrowest, sampled").isEqualTo(3);
  }

  /** Each sample is on a batch of its own; the logits take one step. */
  @Test
  void aStepOnPreferencesMayHaveSeveralSamples() {
    SearchSettings settings = SETTINGS.with("architecture-pairs", "3");
    SearchState state = SearchState.initial(task, settings, settings.space(SearchTasks.BLOCK));
    CostPressure pressure = new CostPressure(task.costs(), List.of(), Expectation.ADDITIVE, 2);
    SearchData data = new SearchData(task.train(), task.normalization(), settings);
    new ArchitectureSteps(data, pressure, settings, task.seed())
        .step(state, new SearchSchedule(settings, 1).at(3), 0, tally);
    assertThat(tally.passes()).isEqualTo(3);
    assertThat(Arrays.stream(tally.sampled().getOrDefault("conv1", new int[0])).sum())
        .as("two candidates a sample")
        .isEqualTo(6);
    assertThat(state.architecture().save()).containsEntry("architecture/steps", "1");
    double[] gradient = tally.meanLossGradients().getOrDefault("conv1", new double[0]);
    assertThat(Arrays.stream(gradient).filter(g -> g != 0).count())
        .as("more candidates than one sample has")
        .isGreaterThan(2);
  }

  /** Six epochs, of which the first three have the widest with probability 1, 2/3, 1/3. */
  @Test
  void theWidestIsTrainedFirst() {
    SearchSettings settings = SETTINGS.with("widest-share", "0.5");
    assertThat(moved(settings, 0)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(moved(settings, 3)).containsExactly(0, 1, 2);
    assertThat(moved(SETTINGS, 0)).as("not so by itself").containsExactly(0, 1, 2);
  }

  @ParameterizedTest
  @CsvSource({"0.25, 0, 1", "0.25, 1, 0.8", "0.25, 5, 0", "0.25, 19, 0", "0, 0, 0", "1, 10, 0.5"})
  void itsProbabilityFallsToZero(double share, int epoch, double probability) {
    SuperNetSettings settings = SETTINGS.with("widest-share", String.valueOf(share)).superNet();
    assertThat(settings.widestProbability(epoch, 20)).isCloseTo(probability, within(1e-12));
  }

  /** The widest in place of the sampled one learns labels, and need not learn from itself. */
  @Test
  void inASandwichTheWidestIsNotTrainedTwice() {
    SearchSettings settings = SETTINGS.with("weight-step", "sandwich").with("widest-share", "0.5");
    moved(settings, 0);
    assertThat(tally.passes()).isEqualTo(2);
    Map<String, Double> widths = new LinkedHashMap<>(tally.meanComputedWidths());
    assertThat(widths.get("conv1")).isEqualTo((10 + 3) / 2.0);
  }
}
