package dev.twobit.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.search.supernet.SuperNetWeights;
import dev.twobit.tensor.Torch;
import dev.twobit.training.QuantizationScheme;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelExpanderTest {
  private static final SearchSettings SETTINGS =
      SearchTasks.QUICK.with("architecture-start", "uniform");

  private final SearchTask task = SearchTasks.block(QuantizationScheme.pact(2, false), "1.0x");

  private SearchState state(SearchSettings settings) {
    return SearchState.initial(task, settings, settings.space(SearchTasks.BLOCK));
  }

  private List<SearchEpoch.Expansion> expand(SearchState state, SearchSettings settings) {
    return new ChannelExpander(task, settings).expand(state, 1, 7);
  }

  private static void preferWidest(SearchState state, String unit, double probability) {
    double[] logits = state.architecture().logits(unit);
    java.util.Arrays.fill(logits, 0);
    logits[logits.length - 1] = Math.log(probability * (logits.length - 1) / (1 - probability));
  }

  /** After the copy the layer must earn the threshold again (search/docs/methods.md#expansion). */
  @Test
  void expansionTakesTheWidestBelowTheThresholdAgain() {
    SearchState state = state(SETTINGS);
    assertThat(expand(state, SETTINGS)).as("uniform").isEmpty();
    preferWidest(state, "conv1", 0.32);
    List<SearchEpoch.Expansion> made = expand(state, SETTINGS);
    assertThat(made).hasSize(1);
    assertThat(made.get(0).probability()).isCloseTo(0.32, within(1e-12));
    assertThat(List.of(made.get(0).fromWidth(), made.get(0).toWidth())).containsExactly(10, 11);
    double[] p = state.architecture().probabilities("conv1");
    assertThat(p).hasSize(9);
    assertThat(p[8]).isEqualTo(p[7]).isCloseTo(0.32 / 1.32, within(1e-12));
    assertThat(expand(state, SETTINGS)).isEmpty();
    assertThat(state.expansions()).isEqualTo(made);
  }

  /** Of nine candidates the lead asks for 2.4 / 9 = 0.267, T for 0.3. */
  @Test
  void byLeadAUnitOfMoreCandidatesExpandsEarlierAndOnceAnEpoch() {
    SearchSettings lead = SETTINGS.with("threshold-rule", "lead");
    SearchState byLead = state(lead);
    SearchState byProbability = state(SETTINGS);
    for (SearchState state : List.of(byLead, byProbability)) {
      preferWidest(state, "conv1", 0.32);
      expand(state, SETTINGS);
      preferWidest(state, "conv1", 0.28);
    }
    assertThat(expand(byProbability, SETTINGS)).isEmpty();
    assertThat(expand(byLead, lead)).as("in the same epoch").isEmpty();
    assertThat(new ChannelExpander(task, lead).expand(byLead, 2, 7)).hasSize(1);
    assertThat(byLead.space().unit("conv1").widest()).isEqualTo(12);
  }

  @ParameterizedTest
  @CsvSource({"2,0.75", "8,0.3", "9,0.26666666666666666", "16,0.15"})
  void byLeadTheThresholdFallsWithTheCandidates(int candidates, double threshold) {
    SearchSettings lead = SETTINGS.with("threshold-rule", "lead");
    assertThat(lead.expansion().threshold(candidates)).isCloseTo(threshold, within(1e-12));
    assertThat(lead.with("threshold", "1").expansion().threshold(candidates)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"16,18", "10,12", "8,10"})
  void noLayerGetsMoreCandidatesThanItMay(int most, int widest) {
    SearchSettings settings = SETTINGS.with("max-candidates", String.valueOf(most));
    SearchState state = state(settings);
    int made = 0;
    for (int i = 0; i < 12; i++) {
      preferWidest(state, "conv1", 0.5);
      made += expand(state, settings).size();
    }
    assertThat(made).isEqualTo(most - 8);
    assertThat(state.space().unit("conv1").widest()).isEqualTo(widest);
    assertThat(state.space().unit("conv2").candidates()).hasSize(8);
  }

  @Test
  void aThresholdOfOneNeverExpands() {
    SearchSettings settings = SETTINGS.with("threshold", "1");
    SearchState state = state(settings);
    preferWidest(state, "conv1", 1 - 1e-9);
    assertThat(expand(state, settings)).isEmpty();
  }

  /** What a layer had stays, its momentum too; what is new has none. */
  @Test
  void momentumOfNewEntriesIsZero() {
    SearchState state = state(SETTINGS);
    state.sgd().velocities().values().forEach(v -> v.fill_(Torch.scalar(3)));
    preferWidest(state, "conv1", 0.5);
    expand(state, SETTINGS);
    // conv1 has one kernel more, conv2 reads one channel more.
    float[] kernels = Torch.floats(SuperNetWeights.get(state.sgd().velocities(), "conv1.weight"));
    assertThat(kernels).hasSize(11 * 10 * 9);
    for (int i = 0; i < kernels.length; i++) {
      assertThat(kernels[i]).isEqualTo(i < 10 * 10 * 9 ? 3f : 0f);
    }
    float[] readers = Torch.floats(SuperNetWeights.get(state.sgd().velocities(), "conv2.weight"));
    assertThat(readers).hasSize(10 * 11 * 9);
    for (int i = 0; i < readers.length; i++) {
      assertThat(readers[i]).isEqualTo(i / 9 % 11 < 10 ? 3f : 0f);
    }
  }
}
