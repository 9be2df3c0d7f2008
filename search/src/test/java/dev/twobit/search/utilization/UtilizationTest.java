package dev.twobit.search.utilization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.ContestTasks;
import dev.twobit.search.contest.StoppedSearch;
import dev.twobit.search.contest.TrainedJudge;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.training.Initializer;
import dev.twobit.training.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The method with its own judge and its own measurements. */
@Tag("slow")
class UtilizationTest {
  private static final Network NETWORK = TinyNetworks.of("residual");
  private static final SearchSettings SETTINGS =
      SearchSettings.preset("smoke").with("coupling", "tied");

  @TempDir Path folder;

  private static SearchTask task(boolean inherited) {
    return ContestTasks.of(
        NETWORK,
        "1.3x",
        inherited ? Optional.of(Initializer.initialize(NETWORK, 3)) : Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stoppedAnywhereItEndsInTheSameBits(boolean inherited) throws IOException {
    SearchTask task = task(inherited);
    FoundNetwork whole =
        new StoppedSearch(Utilization.NAME, SETTINGS, task, folder)
            .requireSameAfter(List.of("start", "iteration 1 ", "iteration 2:", "final 1"));
    assertThat(whole.costs().latencyCycles()).isLessThanOrEqualTo(task.budgets().get(0).limit());
  }

  /** A part of a network that was trained no further is what is inherited at those widths. */
  @Test
  void calibratedPartsHaveTheLossOfTheNetworksThatInheritThem() throws IOException {
    SearchTask task = task(true);
    ComparedSearch.Scene scene = ContestTasks.scene(task, SETTINGS, folder);
    TrainedJudge judge = TrainedJudge.of(scene, TrainedJudge.parent(task, scene.space()));
    MaskedLosses masked = new MaskedLosses(scene, judge, 0);
    Map<String, Integer> own = scene.controls().get(0).widths();
    Map<String, Integer> narrower = new LinkedHashMap<>(own);
    narrower.put("a1", 7);
    List<Double> expected = new ArrayList<>();
    for (Map<String, Integer> widths : List.of(own, narrower)) {
      expected.add(judge.judge(masked.judging(widths)).meanCrossEntropy());
    }
    assertThat(masked.losses(own, List.of(narrower))).isEqualTo(expected);
    assertThat(expected.get(1)).isNotEqualTo(expected.get(0));
  }

  @Test
  void measurementsAreKeptAndThoseOfOtherWidthsRefused() throws IOException {
    SearchTask task = task(true);
    ComparedSearch.Scene scene = ContestTasks.scene(task, SETTINGS, folder);
    TrainedJudge judge = TrainedJudge.of(scene, TrainedJudge.parent(task, scene.space()));
    MaskedLosses masked = new MaskedLosses(scene, judge, 1);
    Map<String, Integer> own = scene.controls().get(0).widths();
    Map<String, Integer> narrower = new LinkedHashMap<>(own);
    narrower.put("a1", 7);
    KeptLosses kept = new KeptLosses(masked, masked::judging, scene.checkpoint());
    scene.stop().request();
    assertThatThrownBy(() -> kept.losses(own, List.of(narrower)))
        .isInstanceOf(TrainingStoppedException.class);
    ComparedSearch.Scene again = ContestTasks.scene(task, SETTINGS, folder);
    TrainedJudge other = TrainedJudge.of(again, TrainedJudge.parent(task, scene.space()));
    MaskedLosses resumed = new MaskedLosses(again, other, 1);
    List<Double> losses =
        new KeptLosses(resumed, resumed::judging, scene.checkpoint())
            .losses(own, List.of(narrower));
    ComparedSearch.Scene fresh = ContestTasks.scene(task, SETTINGS, folder.resolve("fresh"));
    Files.createDirectories(folder.resolve("fresh"));
    TrainedJudge unstopped = TrainedJudge.of(fresh, TrainedJudge.parent(task, scene.space()));
    assertThat(new MaskedLosses(fresh, unstopped, 1).losses(own, List.of(narrower)))
        .isEqualTo(losses);
    Utility never =
        (widths, parts) -> {
          throw new IllegalStateException("measured twice");
        };
    KeptLosses known = new KeptLosses(never, masked::judging, scene.checkpoint());
    assertThat(known.losses(own, List.of(narrower))).isEqualTo(losses);
    assertThatThrownBy(() -> known.losses(own, List.of(own)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageNotContaining("\n");
  }
}
