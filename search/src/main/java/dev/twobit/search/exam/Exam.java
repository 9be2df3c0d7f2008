package dev.twobit.search.exam;

import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.FinalRound;
import dev.twobit.search.contest.HeldOut;
import dev.twobit.search.contest.Judging;
import dev.twobit.search.contest.Score;
import dev.twobit.search.contest.TrainedJudge;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.frontier.MaximalNetworks;
import dev.twobit.search.frontier.PlateauSpace;
import dev.twobit.search.halving.Halving;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The judges' exam (search/docs/methods.md#the-judges-exam): networks that use the budgets up, and
 * what a search's judges say of them, with the task's weights, images and recipe.
 */
public final class Exam {
  /** Networks below this share of every budget are no rivals at equal cost. */
  public static final double LEAST_SHARE = 0.97;

  /** A rank correlation of fewer says nothing. */
  private static final int LEAST_NETWORKS = 5;

  private final SearchTask task;
  private final SearchSettings settings;

  public Exam(SearchTask task, SearchSettings settings) {
    this.task = task;
    this.settings = settings;
  }

  /**
   * Maximal networks at 0.97 to 1.00 of the budgets, the original first where it meets them, the
   * others drawn from strata of the widths of trunks and then of the first units: the same ones for
   * the same seed of the task. Throws a one-line error where there are too few.
   *
   * @param count networks, the original among them; fewer where there are no more
   */
  public List<ExamNetwork> draw(int count) {
    SearchSpace space =
        PlateauSpace.of(settings.space(task.network()), task.costs(), task.budgets());
    Map<String, Integer> original = scaled(1);
    List<Map<String, Integer>> others =
        MaximalNetworks.of(space, task.costs(), task.budgets(), task.seed()).all().stream()
            .filter(w -> !w.equals(original) && share(space, w) >= LEAST_SHARE)
            .toList();
    List<Map<String, Integer>> networks = new ArrayList<>();
    if (share(space, original) <= 1) {
      networks.add(original);
    }
    networks.addAll(
        new StratifiedDraw(strata(space), task.seed()).of(others, count - networks.size()));
    if (networks.size() < LEAST_NETWORKS) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: found %d of the networks at %.2f to 1.00 of the budget that leave no unit room,"
                  + " the original counted, expected at least %d to compare judges by",
              task.network().name(),
              networks.size(),
              LEAST_SHARE,
              LEAST_NETWORKS));
    }
    ToDoubleFunction<Map<String, Integer>> value = Halving.keptImportance(task, space);
    return networks.stream().map(w -> network(space, w, w.equals(original), value)).toList();
  }

  private ExamNetwork network(
      SearchSpace space,
      Map<String, Integer> widths,
      boolean original,
      ToDoubleFunction<Map<String, Integer>> value) {
    return new ExamNetwork(
        widths,
        original,
        share(space, widths),
        task.costs().cost(CostKind.FLOPS, space, widths),
        task.costs().cost(CostKind.PARAMS, space, widths),
        value.applyAsDouble(widths));
  }

  /** Of the budget that a network uses most of. */
  private double share(SearchSpace space, Map<String, Integer> widths) {
    return task.budgets().stream()
        .mapToDouble((Budget b) -> task.costs().cost(b.kind(), space, widths) / b.ceiling())
        .max()
        .orElseThrow();
  }

  /** Trunks first: what is added to them again and again has their width. */
  private static List<String> strata(SearchSpace space) {
    Set<String> trunks = PlateauSpace.trunks(space);
    return Stream.concat(
            space.units().keySet().stream().filter(trunks::contains),
            space.units().keySet().stream().filter(u -> !trunks.contains(u)))
        .toList();
  }

  /**
   * Every unit at a multiple of its width, rounded to what the unit can have.
   *
   * @param times above 0
   */
  public Map<String, Integer> scaled(double times) {
    return settings.space(task.network()).units().values().stream()
        .collect(
            Collectors.toMap(
                SearchUnit::name, u -> width(u, times), (a, b) -> a, LinkedHashMap::new));
  }

  private static int width(SearchUnit unit, double times) {
    boolean fixed = unit.candidates().size() == 1;
    long steps = Math.max(1, Math.round(times * unit.nominal() / unit.multiple()));
    return fixed ? unit.nominal() : (int) steps * unit.multiple();
  }

  /**
   * Trains a network as a search's judge does, or goes on from what it left, to the same bits.
   *
   * @param checkpoint names of what it keeps begin with this one
   * @param stop ends it with a {@code TrainingStoppedException}
   */
  public ExamScore ask(
      ExamQuestion question, Path checkpoint, StopRequest stop, SearchProgress progress)
      throws IOException {
    SearchSpace space = settings.space(task.network());
    ComparedSearch.Scene scene =
        new ComparedSearch.Scene(task, settings, space, List.of(), checkpoint, stop, progress);
    Score score =
        TrainedJudge.of(scene, TrainedJudge.parent(task, space))
            .judge(
                new Judging(
                    question.widths(),
                    question.epochs(),
                    question.seed(),
                    question.last() ? HeldOut.Part.FINAL : HeldOut.Part.RUNGS));
    return new ExamScore(score.meanCrossEntropy(), 100 * score.accuracy(), score.images());
  }

  /**
   * Of a full training, as a search's final has it: no seed that a score has.
   *
   * @param seed of the search
   * @param training 0-based
   */
  public static long seed(long seed, int training) {
    return FinalRound.seed(seed, training);
  }
}
