package dev.twobit.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.frontier.PlateauSpace;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.Simulator;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.ImagesInMemory;
import dev.twobit.training.data.Normalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A few steps on random images: the loop's promises, not its accuracy. */
class NeuralChannelExpansionTest {
  private static final HardwareConfig HARDWARE = HardwareCatalog.load("nvdla-small-w2a2");
  private static final Network RESNET8 = ModelZoo.build(ModelZoo.Model.RESNET8, 1, 4, 1);

  /** So fast that logits pass the threshold within four epochs of four steps. */
  private static final SearchSettings QUICK =
      SearchSettings.preset("smoke")
          .with("warmup-epochs", "1")
          .with("search-epochs", "4")
          .with("batch-size", "8")
          .with("learning-rate", "0.05")
          .with("warmup-learning-rate", "0.05")
          .with("architecture-rate", "0.5");

  @TempDir Path folder;

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static ImageDataset images() {
    Random random = new Random(5);
    byte[] pixels = new byte[64 * 32 * 32];
    random.nextBytes(pixels);
    int[] labels = new int[64];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 4;
    }
    return new ImagesInMemory("random", pixels, labels, 1, 32, 32, 4);
  }

  private static SearchTask task(String budgetOfLatency) {
    return task(CostKind.LATENCY, budgetOfLatency);
  }

  private static SearchTask task(CostKind kind, String text) {
    CostModel costs = new CostModel(RESNET8, HARDWARE, 2, 8);
    Budget budget = Budget.parse(kind, text, costs.original(), HARDWARE);
    return new SearchTask(
        RESNET8,
        costs,
        List.of(budget),
        QuantizationScheme.pact(2, true),
        new SearchTask.Images(images(), Normalization.measured(images())),
        new SearchTask.Execution(1, 2));
  }

  private static SearchResult search(
      String budgetOfLatency, Path checkpoint, SearchProgress listener) throws IOException {
    return SearchTasks.nce(QUICK)
        .run(task(budgetOfLatency), checkpoint, listener)
        .search()
        .orElseThrow();
  }

  @Tag("slow")
  @Test
  void afterAKillItEndsInTheSameBits() throws IOException {
    Path whole = folder.resolve("whole");
    Path cut = folder.resolve("cut");
    List<SearchEpoch> epochs = new ArrayList<>();
    SearchResult expected = search("1.2x", whole, epochs::add);
    assertThat(expected.expansions()).as("growth is part of what must resume").isNotEmpty();
    for (int epoch = 1; epoch < epochs.size(); epoch++) {
      List<Integer> told = new ArrayList<>();
      SearchProgress killer =
          e -> {
            told.add(e.epoch());
            if (told.size() == 2) {
              throw new Killed();
            }
          };
      assertThatThrownBy(() -> search("1.2x", cut, killer)).isInstanceOf(Killed.class);
    }
    SearchResult resumed = search("1.2x", cut, e -> {});
    assertThat(resumed.genotype()).isEqualTo(expected.genotype());
    assertThat(resumed.projected()).isEqualTo(expected.projected());
    assertThat(resumed.chosenEpoch()).isEqualTo(expected.chosenEpoch());
    assertThat(resumed.expansions()).isEqualTo(expected.expansions());
    expected
        .probabilities()
        .forEach((unit, p) -> assertThat(resumed.probabilities().get(unit)).as(unit).isEqualTo(p));
    assertThat(cut).hasSameBinaryContentAs(whole);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(names = {"LATENCY", "WHOLE"})
  void theResultMeetsItsBudgetAndEveryEpochIsReported(CostKind kind) throws IOException {
    List<SearchEpoch> epochs = new ArrayList<>();
    FoundNetwork found =
        SearchTasks.nce(QUICK).run(task(kind, "0.8x"), folder.resolve("state"), epochs::add);
    CostModel costs = new CostModel(RESNET8, HARDWARE, 2, 8);
    assertThat(simulated(kind, costs, found.network()))
        .isLessThanOrEqualTo(0.8 * simulated(kind, costs, RESNET8))
        .isEqualTo(found.costs().of(kind));
    assertThat(epochs)
        .extracting(SearchEpoch::phase)
        .containsExactly("warm-up", "search", "search", "search", "search");
    SearchEpoch last = epochs.get(4);
    SearchSpace space = found.search().orElseThrow().space();
    assertThat(last.genotypeCosts().get(kind))
        .isEqualTo(simulated(kind, costs, costs.derive(space, last.genotype())));
    assertThat(last.genotypeCosts().containsKey(CostKind.WHOLE))
        .as("told where it is bound to")
        .isEqualTo(kind == CostKind.WHOLE);
  }

  private static double simulated(CostKind kind, CostModel costs, Network network) {
    NetworkSimulation layers = costs.simulate(network);
    return kind == CostKind.LATENCY
        ? layers.latencyCycles()
        : Simulator.backToBack(network, costs.precision(network), layers).latencyCycles();
  }

  @Tag("slow")
  @Test
  void warmupLeavesTheArchitectureAlone() throws IOException {
    List<SearchEpoch> epochs = new ArrayList<>();
    search("1.0x", folder.resolve("state"), epochs::add);
    ArchitectureParameters initial =
        ArchitectureParameters.initial(SearchSpace.of(RESNET8, CandidateGrid.TAS), new Random(1));
    epochs
        .get(0)
        .probabilities()
        .forEach((unit, p) -> assertThat(p).isEqualTo(initial.probabilities(unit)));
    assertThat(epochs.get(0).expansions()).isEmpty();
  }

  @Test
  void aSearchTooShortToExpandIsRefused() {
    SearchSettings slow = QUICK.with("architecture-rate", "0.001");
    assertThatThrownBy(
            () -> SearchTasks.nce(slow).run(task("1.0x"), folder.resolve("state"), e -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at rate 0.001")
        .hasMessageNotContaining("\n");
  }

  /** Candidates, expansions and the found widths are plateaus; so they are after a kill. */
  @Tag("slow")
  @Test
  void aSearchOnPlateausExpandsFromOneToTheNext() throws IOException {
    SearchSettings settings = SearchTasks.QUICK.with("grid", "plateau").with("coupling", "tied");
    SearchTask task = SearchTasks.block(QuantizationScheme.pact(2, true), "1.5x");
    NeuralChannelExpansion method = SearchTasks.nce(settings);
    method.check(task);
    Path cut = folder.resolve("cut");
    SearchProgress killer =
        e -> {
          if (e.epoch() == 4) {
            throw new Killed();
          }
        };
    assertThatThrownBy(() -> method.run(task, cut, killer)).isInstanceOf(Killed.class);
    SearchResult result = method.run(task, cut, e -> {}).search().orElseThrow();
    SearchSpace plateaus =
        PlateauSpace.of(settings.space(task.network()), task.costs(), task.budgets());
    assertThat(result.expansions()).isNotEmpty();
    for (SearchEpoch.Expansion e : result.expansions()) {
      List<Integer> all = plateaus.unit(e.unit()).candidates();
      assertThat(all.indexOf(e.toWidth())).isEqualTo(all.indexOf(e.fromWidth()) + 1);
    }
    result
        .projected()
        .forEach((unit, w) -> assertThat(plateaus.unit(unit).candidates()).contains(w));
    assertThat(method.run(task, folder.resolve("whole"), e -> {}).widths())
        .isEqualTo(result.projected());
  }
}
