package dev.twobit.search.slimmable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Network;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.ContestTasks;
import dev.twobit.search.contest.TrainedJudge;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.training.Initializer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandwichTest {
  @TempDir Path folder;

  @Test
  void everyStepHasTheNarrowestAndEveryFourthTheOriginal() {
    Network network = TinyNetworks.of("residual");
    SearchTask task =
        ContestTasks.of(network, "1.3x", Optional.of(Initializer.initialize(network, 3)));
    ComparedSearch.Scene scene =
        ContestTasks.scene(task, SearchSettings.preset("smoke").with("coupling", "tied"), folder);
    Map<String, Integer> original = scene.controls().get(0).widths();
    Map<String, Integer> narrowest = with(original, 7);
    List<Map<String, Integer>> drawn =
        List.of(with(original, 14), with(original, 16), with(original, 21));
    SlimmableNet net =
        SlimmableNet.of(scene, TrainedJudge.parent(task, scene.space()), with(original, 21));
    Sandwich sandwich = new Sandwich(net, narrowest, original, drawn, 2, 9);
    Set<Map<String, Integer>> seen = new HashSet<>();
    List<List<Map<String, Integer>>> steps = new ArrayList<>();
    for (int step = 0; step < 40; step++) {
      List<Map<String, Integer>> networks = sandwich.networks(3, step);
      assertThat(networks).hasSize(3).startsWith(narrowest);
      assertThat(networks.contains(original)).isEqualTo(step % 4 == 0);
      seen.addAll(networks);
      steps.add(networks);
    }
    assertThat(seen).containsAll(drawn);
    Sandwich again = new Sandwich(net, narrowest, original, drawn, 2, 9);
    assertThat(again.networks(3, 17)).isEqualTo(steps.get(17));
    assertThat(again.networks(4, 17)).isNotEqualTo(again.networks(5, 17));
  }

  private static Map<String, Integer> with(Map<String, Integer> widths, int width) {
    Map<String, Integer> changed = new LinkedHashMap<>(widths);
    changed.put("a1", width);
    return changed;
  }
}
