package dev.twobit.search.slimmable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.Contest;
import dev.twobit.search.contest.ContestTasks;
import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.Judging;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.KeptPartLosses;
import dev.twobit.search.contest.PartJudge;
import dev.twobit.search.contest.PlantedLoss;
import dev.twobit.search.contest.Sieve;
import dev.twobit.search.frontier.MaximalNetworks;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From scores of parts to finalists; nothing is trained. */
class SlicesTest {
  private static final SearchSettings SETTINGS =
      SearchSettings.preset("small").with(Map.of("coupling", "tied", "short-networks", "4"));

  @TempDir Path folder;

  /** Of the super-net that a method asked for. */
  private final List<Map<String, Integer>> widest = new ArrayList<>();

  private ComparedSearch.Scene scene(Network network, SearchSettings settings, String latency) {
    SearchTask task = ContestTasks.of(network, latency, Optional.empty());
    return ContestTasks.scene(task, settings, folder);
  }

  private static MaximalNetworks maximal(ComparedSearch.Scene scene) {
    SearchTask task = scene.task();
    return MaximalNetworks.of(scene.space(), task.costs(), task.budgets(), task.seed());
  }

  private Contest.Proposal proposal(
      ComparedSearch.Scene scene, PartJudge parts, PlantedLoss loss, List<Judging> judged)
      throws IOException {
    Jury jury =
        new Jury(
            judging -> {
              judged.add(judging);
              return loss.judge(judging);
            },
            Slimmable.NAME,
            new StopRequest(),
            epoch -> {});
    Slices.Trained trained =
        (reference, networks, j) -> {
          widest.add(Slimmable.extreme(scene, networks, reference, Math::max));
          return parts;
        };
    return new Slices(scene, maximal(scene), trained).propose(scene.controls().get(0), jury);
  }

  private static Map<String, Integer> best(ComparedSearch.Scene scene, PlantedLoss loss) {
    return maximal(scene).all().stream().min(Comparator.comparingDouble(loss::at)).orElseThrow();
  }

  /**
   * Cheap scores are wrong by chance, the more the fewer images; the best is found all the same.
   */
  @Tag("slow")
  @Test
  void thePlantedNetworkIsFoundAmongAThousand() throws IOException {
    ComparedSearch.Scene scene =
        scene(ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 1), SETTINGS, "1.0x");
    for (long seed = 1; seed <= 5; seed++) {
      PlantedLoss loss = PlantedLoss.of(scene.space(), seed);
      PartJudge chancy =
          (widths, sieve) ->
              loss.at(widths)
                  + (widths.hashCode() % 1000)
                      / 1000.0
                      * 0.5
                      / Math.sqrt(Math.min(5000, sieve.images()));
      List<Judging> judged = new ArrayList<>();
      Contest.Proposal proposal = proposal(scene, chancy, loss, judged);
      Map<String, Integer> best = best(scene, loss);
      if (best.equals(scene.controls().get(0).widths())) {
        continue; // then it is the reference itself
      }
      assertThat(proposal.finalists().get(0).widths()).isEqualTo(best);
      assertThat(judged).hasSize(5).allMatch(j -> j.epochs() == 2);
    }
  }

  /** Of a space of which few networks are scored, what evolves is within the budget and better. */
  @Tag("slow")
  @Test
  void evolutionFindsWhatWasNotScored() throws IOException {
    SearchSettings few = SETTINGS.with("scored-networks", "20");
    ComparedSearch.Scene scene =
        scene(ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 1), few, "1.0x");
    List<Map<String, Integer>> first = maximal(scene).all().subList(0, 20);
    Map<String, Integer> widest =
        Slimmable.extreme(scene, maximal(scene).all(), scene.controls().get(0), Math::max);
    for (long seed = 1; seed <= 4; seed++) {
      PlantedLoss loss = PlantedLoss.of(scene.space(), seed);
      List<Map<String, Integer>> found = new Evolution(scene, widest).of(first, loss::at);
      assertThat(found.subList(0, first.size())).isEqualTo(first);
      assertThat(found).doesNotHaveDuplicates();
      assertThat(found).allMatch(scene::fits);
      assertThat(Slimmable.extreme(scene, found, scene.controls().get(0), Math::max).entrySet())
          .allMatch(e -> e.getValue() <= widest.getOrDefault(e.getKey(), 0));
      double start = first.stream().mapToDouble(loss::at).min().orElseThrow();
      double end = found.stream().mapToDouble(loss::at).min().orElseThrow();
      double optimum = loss.at(best(scene, loss));
      assertThat(end - optimum).isLessThan(0.2 * (start - optimum));
      assertThat(new Evolution(scene, widest).of(first, loss::at)).isEqualTo(found);
    }
  }

  /** Of which the method asks for no part that is wider than what its super-net was made for. */
  @Tag("slow")
  @Test
  void whereFewAreScoredTheFinalistsAreBetterThanAllOfThem() throws IOException {
    SearchSettings few = SETTINGS.with("scored-networks", "20");
    ComparedSearch.Scene scene =
        scene(ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 1), few, "1.0x");
    PlantedLoss loss = PlantedLoss.of(scene.space(), 6);
    List<Map<String, Integer>> asked = new ArrayList<>();
    PartJudge parts =
        (widths, sieve) -> {
          asked.add(widths);
          return loss.at(widths);
        };
    List<Judging> judged = new ArrayList<>();
    Contest.Proposal proposal = proposal(scene, parts, loss, judged);
    assertThat(judged).allMatch(j -> scene.fits(j.widths()));
    double first = asked.stream().limit(20).mapToDouble(loss::at).min().orElseThrow();
    assertThat(loss.at(proposal.finalists().get(0).widths())).isLessThan(first);
    Map<String, Integer> made = widest.get(0);
    asked.forEach(
        w -> w.forEach((u, x) -> assertThat(x).isLessThanOrEqualTo(made.getOrDefault(u, 0))));
  }

  @Test
  void everyNetworkThatIsTrainedIsWithinTheBudget() throws IOException {
    for (String name : List.of("residual", "concat", "flattened")) {
      ComparedSearch.Scene scene = scene(TinyNetworks.of(name), SETTINGS, "1.5x");
      PlantedLoss loss = PlantedLoss.of(scene.space(), 3);
      List<Judging> judged = new ArrayList<>();
      Contest.Proposal proposal = proposal(scene, (widths, sieve) -> loss.at(widths), loss, judged);
      assertThat(judged).isNotEmpty().allMatch(j -> scene.fits(j.widths()));
      assertThat(proposal.finalists()).noneMatch(Entrant::isControl).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void scoresAreKeptWhereItIsStopped() throws IOException {
    ComparedSearch.Scene scene = scene(TinyNetworks.of("concat"), SETTINGS, "1.5x");
    Path file = folder.resolve("parts.json");
    StopRequest stop = new StopRequest();
    List<Map<String, Integer>> asked = new ArrayList<>();
    PartJudge counted =
        (widths, sieve) -> {
          asked.add(widths);
          if (asked.size() == 3) {
            stop.request();
          }
          return 1.0 / (3 + asked.size());
        };
    List<Map<String, Integer>> all = maximal(scene).all();
    Sieve sieve = Sieve.ALL.get(0);
    KeptPartLosses kept = KeptPartLosses.of(counted, stop, file);
    assertThatThrownBy(() -> all.forEach(w -> kept.loss(w, sieve)))
        .isInstanceOf(TrainingStoppedException.class);
    KeptPartLosses resumed = KeptPartLosses.of(counted, new StopRequest(), file);
    List<Double> losses = all.stream().map(w -> resumed.loss(w, sieve)).toList();
    assertThat(asked).isEqualTo(all);
    for (int i = 0; i < losses.size(); i++) {
      assertThat(losses.get(i)).isEqualTo(1.0 / (4 + i));
    }
    resumed.loss(all.get(0), Sieve.ALL.get(1));
    assertThat(asked).hasSize(all.size() + 1);
  }
}
