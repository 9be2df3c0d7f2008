package dev.twobit.search.halving;

import dev.twobit.network.CostKind;
import dev.twobit.search.FieldValue;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.SurveySettings;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.Contest;
import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.Judge;
import dev.twobit.search.contest.Jury;
import dev.twobit.search.contest.ResidualChoice;
import dev.twobit.search.contest.TrainedJudge;
import dev.twobit.search.frontier.Exchanges;
import dev.twobit.search.frontier.MaximalNetworks;
import dev.twobit.search.space.SearchSpace;
import java.io.IOException;
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

    /**
     * A judge, and what networks are worth before they are judged.
     *
     * @param inherits whether networks are worth something without training
     */
    record Judging(Judge judge, ToDoubleFunction<Map<String, Integer>> value, boolean inherits) {}
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
    return new ComparedSearch(NAME, settings, running, uniform, approach());
  }

  /** What it does before the final, with networks judged by training them. */
  public static ComparedSearch.Approach approach() {
    return new Halving(Halving::trained);
  }

  private static Judges.Judging trained(ComparedSearch.Scene scene) {
    var parent = TrainedJudge.parent(scene.task(), scene.space());
    return new Judges.Judging(
        TrainedJudge.of(scene, parent),
        new KeptImportance(scene.task(), scene.space(), parent),
        parent.isPresent());
  }

  /**
   * What networks are worth to the draw of a field, before anything is trained; higher is better.
   *
   * @param space of the task's network
   */
  public static ToDoubleFunction<Map<String, Integer>> keptImportance(
      SearchTask task, SearchSpace space) {
    return new KeptImportance(task, space, TrainedJudge.parent(task, space));
  }

  @Override
  public ComparedSearch.Plan plan(ComparedSearch.Scene scene) {
    return plan(List.of(scene));
  }

  @Override
  public ComparedSearch.Plan plan(List<ComparedSearch.Scene> scenes) {
    List<HalvingField> fields = scenes.stream().map(s -> field(s, scenes.size())).toList();
    ComparedSearch.Scene first = scenes.get(0);
    Rounds rounds =
        new Rounds(
            fields.stream().map(HalvingField::contenders).toList(),
            first.settings().halving(),
            first.task().start().recipe().epochs(),
            first.task().seed());
    int maximal = fields.stream().mapToInt(HalvingField::maximal).sum();
    return new ComparedSearch.Plan(
        HalvingField.judge(fields),
        (reference, jury) -> {
          Contest.Proposal proposal = rounds.propose(reference, jury);
          Map<String, Double> figures = new LinkedHashMap<>();
          figures.put("maximal networks", (double) maximal);
          figures.putAll(proposal.figures());
          return new Contest.Proposal(
              proposal.finalists(), proposal.first(), proposal.last(), proposal.whyNone(), figures);
        });
  }

  /**
   * @param fields that are raced together
   */
  private HalvingField field(ComparedSearch.Scene scene, int fields) {
    SearchTask task = scene.task();
    SearchSpace space = scene.space();
    MaximalNetworks maximal = MaximalNetworks.of(space, task.costs(), task.budgets(), task.seed());
    Judges.Judging judging = judges.of(scene);
    Function<Map<String, Integer>, List<Map<String, Integer>>> near =
        from ->
            withBits(
                scene,
                Exchanges.of(space, task.costs(), task.budgets(), ResidualChoice.channels(from)));
    Contenders contenders =
        Contenders.of(
            withLargest(scene, maximal),
            near.apply(Map.of()),
            withBits(scene, maximal.all()),
            near,
            widths -> judging.value().applyAsDouble(ResidualChoice.channels(widths)));
    int networks = scene.settings().survey().networks(fields);
    if (judging.inherits() && scene.settings().survey().fieldValue() == FieldValue.LOSS) {
      contenders =
          contenders.with((before, jury) -> measured(before, jury, scene, maximal, networks));
    }
    return new HalvingField(scene, contenders, judging.judge(), maximal.all().size());
  }

  /**
   * By what units at other widths do to the loss, alone and together.
   *
   * @param networks that are measured whole
   */
  private static Contenders measured(
      Contenders before,
      Jury jury,
      ComparedSearch.Scene scene,
      MaximalNetworks maximal,
      int networks)
      throws IOException {
    SurveySettings settings = scene.settings().survey();
    Measure measure = new Measure(settings, scene.task().seed());
    UnitLosses units = UnitLosses.measured(scene.space(), before.controls().get(0), jury, measure);
    LossSurvey survey =
        new LossSurvey(
            value -> withBits(scene, maximal.largest(value)),
            before.neighbours(),
            before.others(),
            networks);
    LossSurvey.Found found = survey.of(units, jury, measure);
    double seen = (double) found.measured() * settings.surveyImages();
    jury.trained(Math.round(seen / scene.task().train().size()));
    List<Map<String, Integer>> best =
        found.best().isEmpty() ? withBits(scene, maximal.largest(units)) : found.best();
    return before.by(found.model(), best);
  }

  private static List<Map<String, Integer>> withBits(
      ComparedSearch.Scene scene, List<Map<String, Integer>> networks) {
    return networks.stream().map(scene::withBits).toList();
  }

  /** The controls and the network of most MACs x PARAMs, if it is none of them. */
  private static List<Entrant> withLargest(ComparedSearch.Scene scene, MaximalNetworks maximal) {
    List<Entrant> controls = new ArrayList<>(scene.controls());
    maximal.largest(widths -> size(scene.task(), scene.space(), widths)).stream()
        .map(scene::withBits)
        .filter(w -> controls.stream().noneMatch(c -> c.widths().equals(w)))
        .forEach(w -> controls.add(new Entrant(w, Entrant.Role.LARGEST)));
    return controls;
  }

  private static double size(SearchTask task, SearchSpace space, Map<String, Integer> widths) {
    return task.costs().cost(CostKind.FLOPS, space, widths)
        * task.costs().cost(CostKind.PARAMS, space, widths);
  }
}
