package dev.twobit.search.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.precision.BitRule;
import dev.twobit.precision.Bits;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.search.contest.ContestTasks;
import dev.twobit.search.cost.Budget;
import dev.twobit.training.Initializer;
import dev.twobit.training.StopRequest;
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
class HawqTest {
  private static final SearchSettings QUICK =
      SearchSettings.preset("smoke")
          .with(Map.of("bit-candidates", "2,8", "hessian-probes", "6", "hessian-images", "30"));

  private static final Network CHAIN = BitTasks.chain(4);

  @TempDir Path folder;

  /**
   * Weights of all layers but one are levels of two bits, which rounding leaves as they are; where
   * one layer can have more bits, it is that one, whatever the Hessian.
   */
  @ParameterizedTest
  @CsvSource({"mid0, trace", "mid2, trace", "mid3, eigenvalue"})
  void theLayerThatRoundingHurtsGetsTheBits(String hurt, String figure) throws IOException {
    SearchTask open = task(Optional.of(PlantedWeights.of(CHAIN, hurt)), "latency=9x");
    double limit =
        open.costs().with(List.of(new BitRule(hurt, Bits.of(8)))).original().latencyCycles();
    SearchTask task = under(open, limit);
    FoundNetwork found =
        method(QUICK.with("hessian-figure", figure), new StopRequest())
            .run(task, folder.resolve("s"), e -> {});
    Map<String, Bits> bits = found.precision().weighted();
    for (String layer : List.of("mid0", "mid1", "mid2", "mid3")) {
      assertThat(bits.get(layer)).isEqualTo(Bits.of(layer.equals(hurt) ? 8 : 2));
    }
    assertThat(found.costs().latencyCycles()).isLessThanOrEqualTo(limit);
    assertThat(found.network()).isSameAs(CHAIN);
  }

  /** Room for all: as many bits as there are, in activations too where their errors count. */
  @Test
  void withRoomAllLayersHaveTheMostBits() throws IOException {
    SearchTask task = task(Optional.of(Initializer.initialize(CHAIN, 3)), "latency=99x");
    SearchSettings pairs =
        QUICK.with(
            Map.of(
                "bit-candidates", "2x2,2x8,8x2,8x8", "hessian-of", "both", "hessian-probes", "60"));
    FoundNetwork found = method(pairs, new StopRequest()).run(task, folder.resolve("s"), e -> {});
    assertThat(found.precision().weighted().get("mid1")).isEqualTo(Bits.of(8));
    assertThat(found.figures())
        .containsKeys("mean Hessian trace, mid1", "mean Hessian trace, mid1's input");
  }

  /** From fresh weights, which it trains first; from a file's. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void goesOnToTheSameBitsWhereItWasStopped(boolean inherited) throws IOException {
    Optional<Network> trained =
        inherited ? Optional.of(Initializer.initialize(CHAIN, 3)) : Optional.empty();
    SearchTask task = task(trained, "latency=1.5x");
    List<String> said = new ArrayList<>();
    FoundNetwork whole = run(task, "whole", new StopRequest(), said::add);
    List<String> stops = new ArrayList<>(List.of("hawq: 3 of 6"));
    if (!inherited) {
      stops.add("full precision, to be measured: epoch 1 of 2");
    }
    for (String line : stops) {
      assertThat(said).anyMatch(l -> l.startsWith(line));
      StopRequest stop = new StopRequest();
      assertThatThrownBy(
              () ->
                  run(
                      task,
                      line,
                      stop,
                      told -> {
                        if (told.startsWith(line)) {
                          stop.request();
                        }
                      }))
          .isInstanceOf(TrainingStoppedException.class);
      List<String> again = new ArrayList<>();
      FoundNetwork resumed = run(task, line, new StopRequest(), again::add);
      assertThat(resumed.figures()).isEqualTo(whole.figures());
      assertThat(resumed.precision()).isEqualTo(whole.precision());
      assertThat(again).hasSizeLessThan(said.size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "latency=0.5x; bit-candidates; 2,8; --latency-budget: found '0.5x'",
        "energy=0.5x; bit-candidates; 2,8; --energy-budget: found '0.5x'",
        "latency=9x; bit-candidates; 2,2x4; expected the same bits of both, or --set hessian-of",
        "latency=9x; hessian-of; both; found 'both' with hessian-figure eigenvalue"
      })
  void whatCannotBeDoneIsOneLine(String budget, String key, String value, String message) {
    SearchTask task = task(Optional.empty(), budget);
    SearchSettings settings =
        value.equals("both") ? QUICK.with("hessian-figure", "eigenvalue") : QUICK;
    SearchMethod method = method(settings.with(key, value), new StopRequest());
    assertThatThrownBy(() -> method.check(task))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void noBudgetIsOneLine() {
    SearchTask task = BitTasks.of(CHAIN, List.of());
    assertThatThrownBy(() -> method(QUICK, new StopRequest()).check(task))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("--method hawq: found no budget, expected one such as --latency-budget 1.0x");
  }

  private static SearchMethod method(SearchSettings settings, StopRequest stop) {
    return SearchMethodRegistry.named(Hawq.NAME, settings, stop);
  }

  private FoundNetwork run(
      SearchTask task, String name, StopRequest stop, Consumer<String> listener)
      throws IOException {
    return method(QUICK, stop)
        .run(task, folder.resolve(name.replace(' ', '_')), ContestTasks.saying(listener));
  }

  private static SearchTask task(Optional<Network> trained, String budget) {
    return BitTasks.with(CHAIN, "sawb", List.of(), trained, List.of(budget));
  }

  private static SearchTask under(SearchTask task, double cycles) {
    return new SearchTask(
        task.network(),
        task.costs(),
        List.of(new Budget(CostKind.LATENCY, "planted", cycles, 0, 1)),
        task.scheme(),
        task.images(),
        task.start(),
        task.execution());
  }
}
