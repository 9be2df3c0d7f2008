package dev.twobit.search.utilization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.Contest;
import dev.twobit.search.contest.ContestTasks;
import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.HeldOut;
import dev.twobit.search.contest.Judge;
import dev.twobit.search.contest.Judging;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.PlantedLoss;
import dev.twobit.search.contest.Score;
import dev.twobit.search.frontier.MaximalNetworks;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of widths where the loss is known, at simulated latencies. */
class IterationsTest {
  private static final SearchSettings SETTINGS =
      SearchSettings.preset("small").with("coupling", "tied");

  /** Channels of a lane group of the tasks' array. */
  private static final int LANES = 16;

  @TempDir Path folder;

  private ComparedSearch.Scene scene(Network network, String latency) {
    SearchTask task = ContestTasks.of(network, latency, Optional.empty());
    return ContestTasks.scene(task, SETTINGS, folder);
  }

  private static Utility known(PlantedLoss loss) {
    return (widths, narrowed) -> {
      List<Double> losses = new ArrayList<>(List.of(loss.at(widths)));
      narrowed.forEach(w -> losses.add(loss.at(w)));
      return losses;
    };
  }

  private static Contest.Proposal proposal(
      ComparedSearch.Scene scene,
      Utility utility,
      PlantedLoss loss,
      List<Map<String, Integer>> judged)
      throws IOException {
    Jury jury =
        new Jury(
            judging -> {
              judged.add(judging.widths());
              return loss.judge(judging);
            },
            Utilization.NAME,
            new StopRequest(),
            epoch -> {});
    return new Iterations(scene, utility).propose(scene.controls().get(0), jury);
  }

  /**
   * Nothing is lost by steps of one and of several units: where the loss is a sum of powers, each
   * unit ends within a lane group of the best of all networks that use the budget up.
   */
  @Tag("slow")
  @Test
  void aSumOfPowersIsFollowedToItsOptimum() throws IOException {
    ComparedSearch.Scene scene = scene(ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 1), "1.0x");
    SearchTask task = scene.task();
    MaximalNetworks maximal =
        MaximalNetworks.of(scene.space(), task.costs(), task.budgets(), task.seed());
    assertThat(maximal.isComplete()).isTrue();
    int moved = 0;
    for (long seed = 1; seed <= 20; seed++) {
      PlantedLoss loss = PlantedLoss.of(scene.space(), seed);
      Map<String, Integer> best =
          maximal.all().stream().min(Comparator.comparingDouble(loss::at)).orElseThrow();
      Contest.Proposal proposal = proposal(scene, known(loss), loss, new ArrayList<>());
      Map<String, Integer> found = last(scene, proposal);
      moved += proposal.finalists().size();
      for (SearchUnit unit : scene.space().units().values()) {
        int at = found.getOrDefault(unit.name(), 0);
        int wanted = best.getOrDefault(unit.name(), 0);
        assertThat(Math.abs(at - wanted))
            .as("%s, seed %d", unit.name(), seed)
            .isLessThanOrEqualTo(LANES);
      }
    }
    assertThat(moved).isGreaterThan(10);
  }

  @Test
  void noNetworkOfAnyIterationIsAboveTheBudget() throws IOException {
    for (String name : List.of("residual", "depthwise", "flattened", "concat")) {
      for (String budget : List.of("1.0x", "1.3x", "1.8x")) {
        ComparedSearch.Scene scene = scene(TinyNetworks.of(name), budget);
        double limit = scene.task().budgets().get(0).limit();
        for (long seed = 1; seed <= 5; seed++) {
          PlantedLoss loss = PlantedLoss.of(scene.space(), seed);
          List<Map<String, Integer>> judged = new ArrayList<>();
          Contest.Proposal proposal = proposal(scene, known(loss), loss, judged);
          assertThat(judged)
              .allMatch(
                  w -> scene.task().costs().genotype(scene.space(), w).latencyCycles() <= limit);
          double start = loss.at(scene.controls().get(0).widths());
          assertThat(loss.at(last(scene, proposal))).isLessThanOrEqualTo(start);
        }
      }
    }
  }

  /** Chance that makes a network better without channels is no reason to move either. */
  @Test
  void whereNoLaneGroupIsWorthAnythingNothingMoves() throws IOException {
    ComparedSearch.Scene scene = scene(TinyNetworks.of("residual"), "1.3x");
    PlantedLoss loss = PlantedLoss.of(scene.space(), 1);
    for (double rise : new double[] {0, -0.1}) {
      Utility flat =
          (widths, narrowed) -> {
            List<Double> losses = new ArrayList<>(Collections.nCopies(narrowed.size() + 1, rise));
            losses.set(0, 0.0);
            return losses;
          };
      List<Map<String, Integer>> judged = new ArrayList<>();
      Contest.Proposal proposal = proposal(scene, flat, loss, judged);
      assertThat(proposal.finalists()).isEmpty();
      assertThat(judged).hasSize(1);
      assertThat(proposal.figures()).containsEntry("moves of widths", 0.0);
    }
  }

  /** The judge has the last word: what should help and does not is not done. */
  @Test
  void aMoveThatDoesNotHelpIsTriedTwiceAsLongAndNotMade() throws IOException {
    ComparedSearch.Scene scene = scene(TinyNetworks.of("residual"), "1.3x");
    PlantedLoss loss = PlantedLoss.of(scene.space(), 1);
    List<Judging> asked = new ArrayList<>();
    Judge contrary =
        judging -> {
          asked.add(judging);
          float wrong = (float) -loss.at(judging.widths());
          return new Score(new float[] {wrong}, new boolean[1]);
        };
    Jury jury = new Jury(contrary, Utilization.NAME, new StopRequest(), epoch -> {});
    Contest.Proposal proposal =
        new Iterations(scene, known(loss)).propose(scene.controls().get(0), jury);
    assertThat(proposal.finalists()).isEmpty();
    assertThat(proposal.first()).hasSizeGreaterThan(1);
    assertThat(asked.stream().filter(j -> j.epochs() == 2)).hasSize(2);
    assertThat(asked).allMatch(j -> j.part() == HeldOut.Part.RUNGS);
  }

  private static Map<String, Integer> last(ComparedSearch.Scene scene, Contest.Proposal proposal) {
    return proposal.finalists().stream()
        .findFirst()
        .map(Entrant::widths)
        .orElse(scene.controls().get(0).widths());
  }
}
