package dev.twobit.search.halving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.Verdict;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.RecipeFile;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainingStoppedException;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.ImagesInMemory;
import dev.twobit.training.data.Normalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The method on real costs; but for one test nothing is trained. */
class HalvingTest {
  private static final HardwareConfig HARDWARE = HardwareCatalog.load("nvdla-small-w2a2");
  private static final Network NETWORK = TinyNetworks.of("residual");
  private static final int EPOCHS = 2;
  private static final SearchSettings SETTINGS =
      SearchSettings.preset("smoke")
          .with(Map.of("coupling", "tied", "field-networks", "6", "calibrated-networks", "3"));

  @TempDir Path folder;

  private static SearchTask task(String latency, SearchTask.Start start) {
    CostModel costs = new CostModel(NETWORK, HARDWARE, 2, 8);
    Budget budget = Budget.parse(CostKind.LATENCY, latency, costs.original(), HARDWARE);
    ImageDataset train = images(40, 1);
    return new SearchTask(
        NETWORK,
        costs,
        List.of(budget),
        QuantizationScheme.pact(2, true),
        new SearchTask.Images(train, Normalization.measured(train), images(60, 2)),
        start,
        new SearchTask.Execution(1, 1));
  }

  private static SearchTask task(String latency) {
    return task(latency, start(Optional.empty()));
  }

  private static SearchTask.Start start(Optional<Network> trained) {
    var recipe = RecipeFile.load("small").recipe().withEpochs(EPOCHS).withBatchSize(10);
    return new SearchTask.Start(trained, Optional.empty(), recipe);
  }

  private static ImageDataset images(int count, long seed) {
    Random random = new Random(seed);
    byte[] pixels = new byte[count * 3 * 8 * 8];
    random.nextBytes(pixels);
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 5;
    }
    return new ImagesInMemory("random", pixels, labels, 3, 8, 8, 5);
  }

  /**
   * @param accuracy top-1 by widths
   */
  private FoundNetwork found(SearchTask task, ToDoubleFunction<Map<String, Integer>> accuracy)
      throws IOException {
    SearchMethod uniform = SearchMethodRegistry.named("wrpn", SETTINGS);
    return new Halving(
            SETTINGS,
            new StopRequest(),
            uniform,
            (t, space, checkpoint, progress) ->
                new Halving.Judges.Judging(
                    new PlantedJudge(accuracy, EPOCHS, 2000, 1), w -> -accuracy.applyAsDouble(w)))
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

  /** The task with 8, 4 and 2 bits to choose from. */
  private static SearchTask searchingBits(SearchTask task) {
    List<SearchTask.Alternative> bits = new ArrayList<>();
    for (int residual : new int[] {8, 4, 2}) {
      QuantizerChoice trained =
          residual < 8 ? QuantizerChoice.of("lsq", residual) : QuantizerChoice.none();
      bits.add(
          new SearchTask.Alternative(
              residual,
              new CostModel(NETWORK, HARDWARE, 2, residual),
              task.scheme().withResidual(trained)));
    }
    return new SearchTask(
        task.network(),
        task.costs(),
        task.budgets(),
        task.scheme(),
        task.images(),
        task.start(),
        task.execution(),
        bits);
  }

  private FoundNetwork foundWithBits(SearchTask task, BitsWorth worth, List<String> said)
      throws IOException {
    SearchMethod uniform = SearchMethodRegistry.named("wrpn", SETTINGS);
    return new Halving(
            SETTINGS.with(Map.of("field-networks", "18")),
            new StopRequest(),
            uniform,
            (t, space, checkpoint, progress) -> {
              QuantizerChoice residual = t.scheme().residual();
              int bits = residual.isNone() ? 8 : residual.bits();
              ToDoubleFunction<Map<String, Integer>> accuracy = w -> worth.of(bits, w);
              return new Halving.Judges.Judging(
                  new PlantedJudge(accuracy, EPOCHS, 2000, 1), w -> -accuracy.applyAsDouble(w));
            })
        .run(searchingBits(task), folder.resolve("state"), saying(said::add));
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
    CostModel four = new CostModel(NETWORK, HARDWARE, 2, 4);
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

  @Test
  void otherMethodsRefuseToChooseBits() {
    assertThatThrownBy(
            () -> SearchMethodRegistry.named("nce", SETTINGS.with("residual-bits", "search")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--set residual-bits=search: found method nce, expected halving");
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

  /** Real trainings, from inherited and from fresh weights, stopped in the middle of one. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"true, false", "false, false", "true, true"})
  void stoppedInATrainingItEndsInTheSameBits(boolean inherited, boolean residual)
      throws IOException {
    Optional<Network> trained =
        inherited ? Optional.of(Initializer.initialize(NETWORK, 3)) : Optional.empty();
    SearchTask given = task("1.2x", start(trained));
    SearchTask task = residual ? searchingBits(given) : given;
    List<String> said = new ArrayList<>();
    Torch.useThreads(2); // as a process begins: the task's threads count, not what was there before
    FoundNetwork whole =
        SearchMethodRegistry.named("halving", SETTINGS)
            .run(task, folder.resolve("whole"), saying(said::add));
    StopRequest stop = new StopRequest();
    SearchMethod stopped = SearchMethodRegistry.named("halving", SETTINGS, stop);
    List<String> until = new ArrayList<>();
    assertThatThrownBy(
            () ->
                stopped.run(
                    task,
                    folder.resolve("cut"),
                    saying(
                        line -> {
                          until.add(line);
                          if (line.startsWith("rung 1")) {
                            stop.request();
                          }
                        })))
        .isInstanceOf(TrainingStoppedException.class);
    assertThat(until.size()).isLessThan(said.size());
    FoundNetwork resumed =
        SearchMethodRegistry.named("halving", SETTINGS)
            .run(task, folder.resolve("cut"), epoch -> {});
    assertThat(resumed.widths()).isEqualTo(whole.widths());
    assertThat(resumed.verdict()).isEqualTo(whole.verdict());
    assertThat(resumed.figures()).isEqualTo(whole.figures());
  }

  private static SearchProgress saying(java.util.function.Consumer<String> listener) {
    return new SearchProgress() {
      @Override
      public void epoch(dev.twobit.search.SearchEpoch epoch) {}

      @Override
      public void say(String line) {
        listener.accept(line);
      }
    };
  }
}
