package dev.twobit.search.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomWidthsTest {
  private static final SearchSettings SETTINGS =
      SearchSettings.preset("smoke").with("fill", "false");
  private static final Network RESNET8 =
      ModelZoo.build(ModelZoo.Model.RESNET8, 1, Tasks.CLASSES, 1);

  private static FoundNetwork random(SearchTask task) throws IOException {
    return Tasks.run(SearchMethodRegistry.named("random", SETTINGS), task);
  }

  /** Each seed its own network, all of the same cost. */
  @Tag("slow")
  @Test
  void everySeedIsInTheBand() throws IOException {
    Set<Map<String, Integer>> all = new HashSet<>();
    for (int seed = 1; seed <= 6; seed++) {
      SearchTask task = Tasks.of(RESNET8, seed, "flops=1.0x");
      FoundNetwork found = random(task);
      assertThat(found.costs().flops() / task.costs().original().flops())
          .as("seed %d", seed)
          .isBetween(0.95, 1.0);
      assertThat(random(task).widths()).as("seed %d again", seed).isEqualTo(found.widths());
      all.add(found.widths());
    }
    assertThat(all).hasSize(6);
  }

  @Test
  void figuresTellOfTheDrawsAndNotOfTheOneTaken() throws IOException {
    FoundNetwork found = random(Tasks.of(RESNET8, 3, "flops=1.0x"));
    Map<String, Double> figures = found.figures();
    assertThat(figures.get("tries until one was in the band")).isGreaterThanOrEqualTo(1);
    assertThat(figures.get("unconstrained draws")).isGreaterThanOrEqualTo(100);
    assertThat(figures.get("of these in the band, %")).isBetween(0.1, 60.0);
    assertThat(figures.get("flops of the draws over its limit, least")).isLessThan(0.95);
    assertThat(figures.get("flops of the draws over its limit, most")).isGreaterThan(1.0);
  }

  /** Without a budget every draw is taken: 0.3 to 1.8 of 16, each with the same probability. */
  @Tag("slow")
  @Test
  void everyCandidateThatExpansionReachesIsDrawn() throws IOException {
    Map<Integer, Integer> counts = new HashMap<>();
    SearchTask any = Tasks.of(RESNET8, 0);
    String stem = any.network().layers().get(0).name();
    for (int seed = 0; seed < 480; seed++) {
      SearchTask task = any.with(new SearchTask.Execution(seed, 1));
      FoundNetwork found = random(task);
      counts.merge(found.widths().getOrDefault(stem, 0), 1, Integer::sum);
    }
    assertThat(counts.keySet())
        .containsExactlyInAnyOrder(4, 6, 8, 9, 11, 12, 14, 16, 17, 19, 20, 22, 24, 25, 27, 28);
    // 30 each; a count is binomial with deviation 5.3
    assertThat(counts.values()).allMatch(c -> c > 30 - 4 * 5.3 && c < 30 + 4 * 5.3);
  }

  @Test
  void aBandOutOfReachSaysHowNearItCame() {
    SearchTask task = Tasks.of(RESNET8, 1, "flops=0.12x");
    assertThatThrownBy(() -> Tasks.run(new RandomWidths(SETTINGS, 50), task))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none of 50 draws from grid tas, seed 1")
        .hasMessageContaining("flops 0.12x")
        .hasMessageContaining("of the flops limit")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(
            () ->
                SearchMethodRegistry.named("random", SETTINGS)
                    .check(Tasks.of(RESNET8, 1, "flops=0.001x")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("smallest reachable");
  }

  @ParameterizedTest
  @CsvSource({"tas-2x-8, 9", "eighths-2x-16, 2"})
  void aGridThatDoesNotExpandIsDrawnFromAsItIs(String grid, int least) throws IOException {
    SearchSettings settings = SETTINGS.with("grid", grid);
    FoundNetwork found =
        Tasks.run(SearchMethodRegistry.named("random", settings), Tasks.of(RESNET8, 2));
    assertThat(found.widths().values()).allMatch(w -> w >= least && w <= 128);
  }
}
