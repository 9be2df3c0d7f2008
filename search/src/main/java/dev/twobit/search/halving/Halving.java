package dev.twobit.search.halving;

import dev.twobit.network.CostKind;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.Contest;
import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.Judge;
import dev.twobit.search.contest.TrainedJudge;
import dev.twobit.search.frontier.Exchanges;
import dev.twobit.search.frontier.MaximalNetworks;
import dev.twobit.search.space.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Maximal networks, inherited weights, successive halving (search/docs/methods.md#halving), and a
 * final that another network leaves as winner only if it is better than the original on images that
 * chose nothing before.
 */
public final class Halving implements ComparedSearch.Approach {
  /** Its name in options and results. */
  public static final String NAME = "halving";

  private final Judges judges;

  /** What judges the networks of a task. */
  @FunctionalInterface
  interface Judges {
    Judging of(ComparedSearch.Scene scene);

    /** A judge, and what networks are worth before they are judged. */
    record Judging(Judge judge, ToDoubleFunction<Map<String, Integer>> value) {}
  }

  Halving(Judges judges) {
    this.judges = judges;
  }

  /**
   * The method.
   *
   * @param uniform finds the best uniform scaling within the budgets
   */
  public static SearchMethod method(
      SearchSettings settings, ComparedSearch.Running running, SearchMethod uniform) {
    return new ComparedSearch(NAME, settings, running, uniform, new Halving(Halving::trained));
  }

  private static Judges.Judging trained(ComparedSearch.Scene scene) {
    var parent = TrainedJudge.parent(scene.task(), scene.space());
    return new Judges.Judging(
        TrainedJudge.of(scene, parent), new KeptImportance(scene.task(), scene.space(), parent));
  }

  @Override
  public ComparedSearch.Plan plan(ComparedSearch.Scene scene) {
    SearchTask task = scene.task();
    SearchSpace space = scene.space();
    MaximalNetworks maximal = MaximalNetworks.of(space, task.costs(), task.budgets(), task.seed());
    Judges.Judging judging = judges.of(scene);
    Function<Map<String, Integer>, List<Map<String, Integer>>> near =
        from -> Exchanges.of(space, task.costs(), task.budgets(), from);
    Contenders contenders =
        Contenders.of(
            withLargest(scene, maximal),
            near.apply(Map.of()),
            maximal.all(),
            near,
            judging.value());
    int fullEpochs = task.start().recipe().epochs();
    Rounds rounds = new Rounds(contenders, scene.settings().halving(), fullEpochs, task.seed());
    return new ComparedSearch.Plan(
        judging.judge(),
        (reference, jury) -> {
          Contest.Proposal proposal = rounds.propose(reference, jury);
          Map<String, Double> figures = new LinkedHashMap<>();
          figures.put("maximal networks", (double) maximal.all().size());
          figures.putAll(proposal.figures());
          return new Contest.Proposal(
              proposal.finalists(), proposal.first(), proposal.whyNone(), figures);
        });
  }

  /** The controls and the network of most MACs x PARAMs, if it is none of them. */
  private static List<Entrant> withLargest(ComparedSearch.Scene scene, MaximalNetworks maximal) {
    List<Entrant> controls = new ArrayList<>(scene.controls());
    maximal.largest(widths -> size(scene.task(), scene.space(), widths)).stream()
        .filter(w -> controls.stream().noneMatch(c -> c.widths().equals(w)))
        .forEach(w -> controls.add(new Entrant(w, Entrant.Role.LARGEST)));
    return controls;
  }

  private static double size(SearchTask task, SearchSpace space, Map<String, Integer> widths) {
    return task.costs().cost(CostKind.FLOPS, space, widths)
        * task.costs().cost(CostKind.PARAMS, space, widths);
  }
}
