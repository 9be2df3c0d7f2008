package dev.twobit.search.halving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.quantization.QuantizerChoice;
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
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.training.Initializer;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    return found(task, accuracy, false, new ArrayList<>());
  }

  /**
   * What networks are worth before they are judged is the opposite of what they are worth.
   *
   * @param inherits whether scores without training say something
   */
  private FoundNetwork found(
      SearchTask task,
      ToDoubleFunction<Map<String, Integer>> accuracy,
      boolean inherits,
      List<String> said)
      throws IOException {
    SearchMethod uniform = SearchMethodRegistry.named("wrpn", SETTINGS);
    Halving planted =
        new Halving(
            scene ->
                new Halving.Judges.Judging(
                    new PlantedJudge(accuracy, EPOCHS, 2000, 1),
                    w -> -accuracy.applyAsDouble(w),
                    inherits));
    return new ComparedSearch(
            Halving.NAME,
            SETTINGS,
            ComparedSearch.Running.alone(new StopRequest()),
            uniform,
            planted)
        .run(task, folder.resolve("state"), ContestTasks.saying(said::add));
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

  /** The network that the measured units lead to takes part, and is found. */
  @Test
  void unitsAreMeasuredOneAtATimeWhereWeightsAreInherited() throws IOException {
    SearchTask task = task("1.2x");
    ToDoubleFunction<Map<String, Integer>> accuracy =
        w -> Math.min(0.9, 0.5 + 0.1 * (channels(w) - 9));
    List<String> said = new ArrayList<>();
    FoundNetwork found = found(task, accuracy, true, said);
    assertThat(said).anyMatch(line -> line.startsWith("one unit at a time 2/"));
    assertThat(found.verdict().orElseThrow().returned()).isEqualTo(Verdict.Returned.ANOTHER);
    folder = folder.resolve("other");
    List<String> without = new ArrayList<>();
    found(task, accuracy, false, without);
    assertThat(without).noneMatch(line -> line.startsWith("one unit at a time"));
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

  private FoundNetwork foundWithBits(SearchTask task, BitsWorth worth, List<String> said)
      throws IOException {
    SearchMethod uniform = SearchMethodRegistry.named("wrpn", SETTINGS);
    Halving planted =
        new Halving(
            scene -> {
              QuantizerChoice residual = scene.task().scheme().residual();
              int bits = residual.isNone() ? 8 : residual.bits();
              ToDoubleFunction<Map<String, Integer>> accuracy = w -> worth.of(bits, w);
              return new Halving.Judges.Judging(
                  new PlantedJudge(accuracy, EPOCHS, 2000, 1),
                  w -> -accuracy.applyAsDouble(w),
                  false);
            });
    return new ComparedSearch(
            Halving.NAME,
            SETTINGS.with(Map.of("field-networks", "18")),
            ComparedSearch.Running.alone(new StopRequest()),
            uniform,
            planted)
        .run(
            ContestTasks.searchingBits(task),
            folder.resolve("state"),
            ContestTasks.saying(said::add));
  }

  /** Top-1 of a network with its residual path at these bits, 0..1. */
  private interface BitsWorth {
    double of(int residualBits, Map<String, Integer> widths);
  }

  /** What fewer bits save is worth more in widths than they cost. */
  @Test
  void bitsThatPayForThemselvesAreChosenWithTheWidthsTheyAllow() throws IOException {
    SearchTask task = task("1.0x");
    List<String> said = new ArrayList<>();
    FoundNetwork found =
        foundWithBits(
            task,
            (bits, w) -> (bits == 2 ? 0.4 : 0.5) + (bits == 4 ? 0.1 : 0) + 0.02 * (channels(w) - 9),
            said);
    Verdict verdict = found.verdict().orElseThrow();
    assertThat(verdict.returned()).isEqualTo(Verdict.Returned.ANOTHER);
    assertThat(verdict.residualBits()).contains(4);
    assertThat(verdict.reason())
        .contains("better with 4 residual bits than the original with 8 residual bits");
    assertThat(found.figures()).containsEntry("residual bits returned", 4.0);
    CostModel four = ContestTasks.searchingBits(task).alternatives().get(1).costs();
    assertThat(found.precision()).isEqualTo(four.precision(found.network()));
    assertThat(found.costs().latencyCycles())
        .isEqualTo(four.simulate(found.network()).latencyCycles())
        .isLessThanOrEqualTo(task.costs().original().latencyCycles());
    // The controls of the final: the original and its scaling at eight bits and at those of the
    // networks that came so far.
    assertThat(said)
        .filteredOn(line -> line.startsWith("final 1"))
        .anyMatch(line -> line.contains("(the original, residual bits 8)"))
        .anyMatch(line -> line.contains("(the original, residual bits 4)"))
        .noneMatch(line -> line.contains("residual bits 2"));
    assertThat(said)
        .filteredOn(line -> line.startsWith("rung 1"))
        .anyMatch(line -> line.contains("residual bits 2"));
  }

  @Test
  void whereBitsCostWhatTheySaveTheOriginalWithItsOwnIsReturned() throws IOException {
    SearchTask task = task("1.0x");
    FoundNetwork found = foundWithBits(task, (bits, w) -> bits == 8 ? 0.7 : 0.6, new ArrayList<>());
    Verdict verdict = found.verdict().orElseThrow();
    assertThat(verdict.returned()).isEqualTo(Verdict.Returned.ORIGINAL);
    assertThat(verdict.residualBits()).contains(8);
    assertThat(found.network()).isSameAs(NETWORK);
    assertThat(found.precision()).isEqualTo(task.costs().precision(NETWORK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nce", "utilization", "slimmable"})
  void otherMethodsRefuseToChooseBits(String method) {
    assertThatThrownBy(
            () -> SearchMethodRegistry.named(method, SETTINGS.with("residual-bits", "search")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "--set residual-bits=search: found method " + method + ", expected halving");
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
  @CsvSource({"true, false", "false, false", "true, true"})
  void stoppedAnywhereItEndsInTheSameBits(boolean inherited, boolean residual) throws IOException {
    Optional<Network> trained =
        inherited ? Optional.of(Initializer.initialize(NETWORK, 3)) : Optional.empty();
    SearchTask given = ContestTasks.of(NETWORK, "1.2x", trained);
    SearchTask task = residual ? ContestTasks.searchingBits(given) : given;
    new StoppedSearch(Halving.NAME, SETTINGS, task, folder)
        .requireSameAfter(List.of("rung 1", "final 1"));
  }
}
