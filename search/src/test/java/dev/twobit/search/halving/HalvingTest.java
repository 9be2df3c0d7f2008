package dev.twobit.search.halving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.Verdict;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.ContestTasks;
import dev.twobit.search.contest.PlantedJudge;
import dev.twobit.search.contest.StoppedSearch;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.training.Initializer;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The method on real costs; but for one test nothing is trained. */
class HalvingTest {
  private static final Network NETWORK = TinyNetworks.of("residual");
  private static final int EPOCHS = ContestTasks.EPOCHS;
  private static final SearchSettings SETTINGS =
      SearchSettings.preset("smoke")
          .with(Map.of("coupling", "tied", "field-networks", "6", "calibrated-networks", "3"));

  @TempDir Path folder;

  private static SearchTask task(String latency) {
    return ContestTasks.of(NETWORK, latency, Optional.empty());
  }

  /**
   * @param accuracy top-1 by widths
   */
  private FoundNetwork found(SearchTask task, ToDoubleFunction<Map<String, Integer>> accuracy)
      throws IOException {
    SearchMethod uniform = SearchMethodRegistry.named("wrpn", SETTINGS);
    Halving planted =
        new Halving(
            scene ->
                new Halving.Judges.Judging(
                    new PlantedJudge(accuracy, EPOCHS, 2000, 1), w -> -accuracy.applyAsDouble(w)));
    return new ComparedSearch(
            Halving.NAME,
            SETTINGS,
            ComparedSearch.Running.alone(new StopRequest()),
            uniform,
            planted)
        .run(task, folder.resolve("state"), epoch -> {});
  }

  private static double channels(Map<String, Integer> widths) {
    return widths.values().stream().mapToDouble(Math::log).sum();
  }

  @Test
  void aBetterNetworkIsReturnedWithinTheBudgetWithItsLead() throws IOException {
    SearchTask task = task("1.2x");
    FoundNetwork found = found(task, w -> Math.min(0.9, 0.5 + 0.1 * (channels(w) - 9)));
    Verdict verdict = found.verdict().orElseThrow();
    assertThat(verdict.returned()).isEqualTo(Verdict.Returned.ANOTHER);
    assertThat(verdict.lead()).isGreaterThan(2 * verdict.standardError());
    assertThat(found.network().layers()).isNotEqualTo(NETWORK.layers());
    assertThat(found.costs().latencyCycles())
        .isLessThanOrEqualTo(1.2 * task.costs().original().latencyCycles());
    assertThat(found.figures()).containsEntry("original returned", 0.0);
    assertThat(found.figures().getOrDefault("images trained on in the search", 1.0) % 40).isZero();
  }

  @Test
  void whereWidthsDoNotMatterTheOriginalIsReturnedAndToldWhy() throws IOException {
    FoundNetwork found = found(task("1.2x"), w -> 0.7);
    Verdict verdict = found.verdict().orElseThrow();
    assertThat(verdict.returned()).isEqualTo(Verdict.Returned.ORIGINAL);
    assertThat(verdict.reason()).contains("held-out images", "trainings", "the original");
    assertThat(found.network()).isSameAs(NETWORK);
    assertThat(found.figures()).containsEntry("original returned", 1.0);
  }

  /** An original that is over the budget cannot be returned. */
  @Test
  void underABudgetBelowTheOriginalItsScalingIsTheReference() throws IOException {
    SearchTask task = task("0.97x");
    FoundNetwork found = found(task, w -> 0.7);
    assertThat(found.verdict().orElseThrow().returned()).isEqualTo(Verdict.Returned.UNIFORM);
    assertThat(found.costs().latencyCycles())
        .isLessThanOrEqualTo(0.97 * task.costs().original().latencyCycles());
  }

  @Test
  void withoutABudgetOrHeldOutImagesItIsRefusedInOneLine() {
    SearchMethod method = SearchMethodRegistry.named("halving", SETTINGS);
    SearchTask whole = task("1.0x");
    SearchTask unlimited =
        new SearchTask(
            whole.network(),
            whole.costs(),
            List.of(),
            whole.scheme(),
            whole.images(),
            whole.start(),
            whole.execution());
    assertThatThrownBy(() -> method.check(unlimited))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--latency-budget");
    SearchTask unjudged =
        new SearchTask(
            whole.network(),
            whole.costs(),
            whole.budgets(),
            whole.scheme(),
            new SearchTask.Images(whole.train(), whole.normalization()),
            whole.start(),
            whole.execution());
    assertThatThrownBy(() -> method.check(unjudged))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found 0 held-out images");
  }

  /** Real trainings, from inherited and from fresh weights. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void stoppedAnywhereItEndsInTheSameBits(boolean inherited) throws IOException {
    Optional<Network> trained =
        inherited ? Optional.of(Initializer.initialize(NETWORK, 3)) : Optional.empty();
    new StoppedSearch(Halving.NAME, SETTINGS, ContestTasks.of(NETWORK, "1.2x", trained), folder)
        .requireSameAfter(List.of("rung 1", "final 1"));
  }
}
