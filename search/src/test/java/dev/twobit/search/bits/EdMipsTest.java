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
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Path;
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
