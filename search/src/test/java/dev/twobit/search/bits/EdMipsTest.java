package dev.twobit.search.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.precision.Bits;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.search.contest.ContestTasks;
import dev.twobit.training.Initializer;
import dev.twobit.training.OptimizerChoice;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainingRecipe;
import dev.twobit.training.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class EdMipsTest {
  private static final SearchSettings QUICK =
      SearchSettings.preset("smoke").with(Map.of("bit-candidates", "2,8", "mixed-epochs", "2"));

  private static final Network CHAIN = BitTasks.chain(4);

  @TempDir Path folder;

  /**
   * Learns from the float network itself, so that the best bits are those that round its weights
   * least: those of one layer are of a normal distribution, which SAWB rounds less at eight bits;
   * the others' are levels of two bits, which it keeps at two and clips at eight.
   */
  @ParameterizedTest
  @ValueSource(strings = {"mid0", "mid2"})
  void prefersBitsThatKeepWhatTheTeacherDoes(String normal) throws IOException {
    SearchTask task = BitTasks.learningFromItself(PlantedWeights.of(CHAIN, normal));
    SearchSettings free =
        QUICK.with(
            Map.of("bit-candidates", "2x8,8x8", "bit-cost-weight", "0", "mixed-epochs", "6"));
    FoundNetwork found =
        SearchMethodRegistry.named(EdMips.NAME, free).run(task, folder.resolve("s"), e -> {});
    for (String layer : List.of("mid0", "mid1", "mid2", "mid3")) {
      assertThat(found.precision().weighted().get(layer))
          .as(layer)
          .isEqualTo(layer.equals(normal) ? Bits.of(8) : new Bits(2, 8));
    }
  }

  /** Nothing but the cost counts: the least bits; within a tight budget whatever is preferred. */
  @ParameterizedTest
  @CsvSource({"latency, 1000000, 99x", "bitops, 1000000, 99x", "latency, 0, 1.0x"})
  void costAndBudgetBringBitsDown(String cost, String weight, String budget) throws IOException {
    SearchTask task =
        BitTasks.with(CHAIN, "sawb", List.of(), Optional.empty(), List.of("latency=" + budget));
    FoundNetwork found =
        SearchMethodRegistry.named(
                EdMips.NAME, QUICK.with(Map.of("bit-cost", cost, "bit-cost-weight", weight)))
            .run(task, folder.resolve("s"), e -> {});
    assertThat(found.costs().latencyCycles()).isEqualTo(task.costs().original().latencyCycles());
    assertThat(found.precision().weighted()).isEqualTo(task.costs().precision(CHAIN).weighted());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void goesOnToTheSameBitsWhereItWasStopped(boolean inherited) throws IOException {
    Optional<Network> trained =
        inherited ? Optional.of(Initializer.initialize(CHAIN, 3)) : Optional.empty();
    SearchTask task = BitTasks.with(CHAIN, "sawb", List.of(), trained, List.of("latency=1.5x"));
    FoundNetwork whole = run(task, "whole", new StopRequest(), line -> {});
    StopRequest stop = new StopRequest();
    assertThatThrownBy(
            () ->
                run(
                    task,
                    "stopped",
                    stop,
                    line -> {
                      if (line.startsWith("edmips: epoch 1 of 2")) {
                        stop.request();
                      }
                    }))
        .isInstanceOf(TrainingStoppedException.class);
    FoundNetwork resumed = run(task, "stopped", new StopRequest(), line -> {});
    assertThat(resumed.figures()).isEqualTo(whole.figures());
    assertThat(resumed.precision()).isEqualTo(whole.precision());
  }

  /** At a rate of 0 both candidates stay as likely; the faster, the further they part. */
  @Test
  void preferencesHaveARateOfTheirOwn() throws IOException {
    SearchTask task =
        BitTasks.with(CHAIN, "sawb", List.of(), Optional.empty(), List.of("latency=99x"));
    List<Double> most = new ArrayList<>();
    for (String rate : List.of("0", "0.01", "10")) {
      FoundNetwork found =
          SearchMethodRegistry.named(EdMips.NAME, QUICK.with("preference-rate", rate))
              .run(task, folder.resolve("rate" + rate), e -> {});
      most.add(
          found.figures().entrySet().stream()
              .filter(e -> e.getKey().startsWith("preference for the bits of"))
              .mapToDouble(Map.Entry::getValue)
              .max()
              .orElseThrow());
    }
    assertThat(most.get(0)).isEqualTo(0.5);
    assertThat(most.get(1)).isBetween(0.50001, 0.51);
    assertThat(most.get(2)).isGreaterThan(0.52);
  }

  /** Adam's steps do not follow the size of gradients, by which preferences have their rate. */
  @Test
  void aRecipeOfAdamIsOneLine() {
    SearchTask task =
        BitTasks.with(CHAIN, "sawb", List.of(), Optional.empty(), List.of("latency=1.5x"));
    TrainingRecipe recipe = task.start().recipe();
    TrainingRecipe.Optimization own = recipe.optimization();
    TrainingRecipe adam =
        new TrainingRecipe(
            recipe.duration(),
            new TrainingRecipe.Optimization(
                new OptimizerChoice(OptimizerChoice.Kind.ADAM, 0, false, 0.9, 0.999, 1e-8),
                own.learningRate(),
                own.groups(),
                own.loss(),
                own.clipNorm()),
            recipe.evaluated(),
            recipe.augmentation(),
            1,
            1);
    SearchTask.Start start = new SearchTask.Start(Optional.empty(), Optional.empty(), adam);
    SearchTask other =
        new SearchTask(
            task.network(),
            task.costs(),
            task.budgets(),
            task.scheme(),
            task.images(),
            start,
            task.execution());
    assertThatThrownBy(() -> SearchMethodRegistry.named(EdMips.NAME, QUICK).check(other))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("--set preference-rate: found a recipe with adam, expected sgd")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aBudgetOutOfReachIsOneLine() {
    SearchTask task =
        BitTasks.with(CHAIN, "sawb", List.of(), Optional.empty(), List.of("latency=0.5x"));
    SearchMethod method = SearchMethodRegistry.named(EdMips.NAME, QUICK);
    assertThatThrownBy(() -> method.check(task))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--latency-budget: found '0.5x'")
        .hasMessageContaining("the smallest reachable")
        .hasMessageNotContaining("\n");
  }

  private FoundNetwork run(
      SearchTask task, String name, StopRequest stop, Consumer<String> listener)
      throws IOException {
    return SearchMethodRegistry.named(EdMips.NAME, QUICK, stop)
        .run(task, folder.resolve(name), ContestTasks.saying(listener));
  }
}
