package dev.twobit.search.drawn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.search.SearchResult;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.ContestTasks;
import dev.twobit.search.frontier.Fill;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TinyNetworks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From preferences to networks within the budgets. */
class DrawsTest {
  private static final SearchSettings SETTINGS =
      SearchSettings.preset("smoke").with("coupling", "tied");

  @TempDir Path folder;

  private ComparedSearch.Scene scene(SearchSettings settings, String latency) {
    return ContestTasks.scene(
        ContestTasks.of(TinyNetworks.of("residual"), latency, Optional.empty()), settings, folder);
  }

  /**
   * @param sure probability of every unit's widest candidate; the others share what is left
   */
  private static SearchResult result(ComparedSearch.Scene scene, double sure) {
    SearchSpace space = scene.settings().space(scene.task().network());
    Map<String, double[]> probabilities = new LinkedHashMap<>();
    Map<String, Integer> widest = new LinkedHashMap<>();
    space
        .units()
        .forEach(
            (name, unit) -> {
              double[] p = new double[unit.candidates().size()];
              Arrays.fill(p, (1 - sure) / (p.length - 1));
              p[p.length - 1] = sure;
              probabilities.put(name, p);
              widest.put(name, unit.widest());
            });
    return new SearchResult(
        space,
        new SearchResult.Chosen(widest, widest, 1),
        Map.of(),
        probabilities,
        List.of(),
        Map.of(),
        Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.95x", "1.0x", "1.0x-10%+20%"})
  void everyNetworkIsWithinTheBudgetsAndFilled(String latency) {
    ComparedSearch.Scene scene = scene(SETTINGS, latency);
    Set<Map<String, Integer>> networks = new Draws(scene, result(scene, 0.125)).networks(50);
    assertThat(networks).hasSizeGreaterThan(1);
    for (Map<String, Integer> widths : networks) {
      assertThat(scene.fits(widths)).as("%s", widths).isTrue();
      assertThat(Fill.filled(scene.space(), scene.task().costs(), scene.task().budgets(), widths))
          .isEqualTo(widths);
    }
    assertThat(List.copyOf(new Draws(scene, result(scene, 0.125)).networks(50)))
        .as("the same for the same seed")
        .isEqualTo(List.copyOf(networks));
  }

  @Test
  void withoutFillingTheyAreOfTheSearchsCandidates() {
    ComparedSearch.Scene scene = scene(SETTINGS.with("fill", "false"), "1.0x");
    SearchResult result = result(scene, 0.125);
    Set<Map<String, Integer>> networks = new Draws(scene, result).networks(50);
    assertThat(networks).hasSizeGreaterThan(10);
    for (Map<String, Integer> widths : networks) {
      assertThat(scene.fits(widths)).isTrue();
      widths.forEach((unit, w) -> assertThat(result.space().unit(unit).candidates()).contains(w));
    }
  }

  @Test
  void aSearchThatIsSureDrawsOneNetwork() {
    ComparedSearch.Scene scene = scene(SETTINGS, "1.0x");
    assertThat(new Draws(scene, result(scene, 1)).networks(50)).hasSize(1);
  }
}
