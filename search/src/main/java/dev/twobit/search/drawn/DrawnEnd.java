package dev.twobit.search.drawn;

import dev.twobit.network.InvalidInputException;
import dev.twobit.search.BudgetSettings.Projection;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.NeuralChannelExpansion;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.contest.CalibratedParts;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.Contest;
import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.HeldOut;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.KeptPartLosses;
import dev.twobit.search.contest.PartJudge;
import dev.twobit.search.contest.Shortlist;
import dev.twobit.search.contest.TrainedJudge;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.search.supernet.SuperNetPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A search by gradient whose preferences propose networks instead of deciding on one
 * (search/docs/methods.md#drawn-end): drawn ones are scored as parts of its super-net, the best are
 * trained briefly, and the best of these are compared with the original in the final.
 */
public final class DrawnEnd implements SearchMethod {
  private static final String WHY_NONE =
      "every network that was drawn from the preferences came to be the original";

  private final NeuralChannelExpansion search;
  private final SearchSettings settings;
  private final ComparedSearch.Running running;
  private final SearchMethod uniform;

  /**
   * @param search that is stopped as {@code running} is
   * @param uniform finds the best uniform scaling within the budgets
   */
  public DrawnEnd(
      NeuralChannelExpansion search,
      SearchSettings settings,
      ComparedSearch.Running running,
      SearchMethod uniform) {
    this.search = search;
    this.settings = settings;
    this.running = running;
    this.uniform = uniform;
  }

  @Override
  public String name() {
    return search.name();
  }

  @Override
  public void check(SearchTask task) {
    if (settings.budget().projection() == Projection.JUDGE) {
      throw new InvalidInputException(
          "--set projection=judge: found end drawn, expected argmax: drawn networks come within the"
              + " budgets by preferences, and are judged then");
    }
    search.check(task);
    ComparedSearch.requireComparable(name(), task, settings, uniform);
  }

  @Override
  public FoundNetwork run(SearchTask task, Path checkpoint, SearchProgress progress)
      throws IOException {
    check(task);
    NeuralChannelExpansion.Searched searched = search.searched(task, checkpoint, progress);
    FoundNetwork found =
        new ComparedSearch(name(), settings, running, uniform, scene -> plan(scene, searched))
            .run(task, checkpoint, progress);
    return new FoundNetwork(
        found.method(),
        found.network(),
        found.precision(),
        found.widths(),
        found.costs(),
        Optional.of(searched.result()),
        found.figures(),
        found.verdict());
  }

  private static ComparedSearch.Plan plan(
      ComparedSearch.Scene scene, NeuralChannelExpansion.Searched searched) {
    return new ComparedSearch.Plan(
        TrainedJudge.of(scene, TrainedJudge.parent(scene.task(), scene.space())),
        (reference, jury) -> propose(scene, searched, reference, jury));
  }

  private static Contest.Proposal propose(
      ComparedSearch.Scene scene,
      NeuralChannelExpansion.Searched searched,
      Entrant reference,
      Jury jury)
      throws IOException {
    jury.trained(Math.round((double) searched.images() / scene.task().train().size()));
    int count = scene.settings().end().drawnNetworks();
    List<Map<String, Integer>> others =
        new Draws(scene, searched.result())
            .networks(count).stream().filter(w -> !w.equals(reference.widths())).toList();
    jury.say(
        "drawn %d times from the preferences: %d networks within the budgets but the original"
            .formatted(count, others.size()));
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("networks drawn from the preferences", (double) count);
    if (others.isEmpty()) {
      return new Contest.Proposal(List.of(), List.of(), WHY_NONE, figures);
    }
    return new Shortlist(scene, judge(scene, searched), Entrant.Role.PREFERRED, jury)
        .proposal(reference, others, WHY_NONE, figures);
  }

  private static PartJudge judge(
      ComparedSearch.Scene scene, NeuralChannelExpansion.Searched searched) throws IOException {
    SearchTask task = scene.task();
    return KeptPartLosses.of(
        new CalibratedParts(
            widths ->
                SuperNetPart.of(
                    searched.weights(),
                    scene.settings().architecture().sampler(),
                    nearest(searched, widths),
                    task.scheme()),
            task,
            HeldOut.of(task, scene.settings()).of(HeldOut.Part.RUNGS)),
        scene.stop(),
        scene.checkpoint().resolveSibling(scene.checkpoint().getFileName() + "-parts.json"));
  }

  /** Of every unit the widest candidate that is no wider than the network, else the narrowest. */
  private static Map<String, Integer> nearest(
      NeuralChannelExpansion.Searched searched, Map<String, Integer> widths) {
    Map<String, Integer> nearest = new LinkedHashMap<>();
    for (SearchUnit unit : searched.result().space().units().values()) {
      int most = widths.getOrDefault(unit.name(), unit.nominal());
      nearest.put(
          unit.name(),
          unit.candidates().stream()
              .filter(c -> c <= most)
              .max(Integer::compare)
              .orElse(unit.candidates().get(0)));
    }
    return nearest;
  }
}
