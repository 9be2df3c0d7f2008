package dev.twobit.search.baseline;

import dev.twobit.network.InvalidInputException;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.BudgetProjection;
import dev.twobit.search.cost.Costs;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A width for every unit, each candidate as probable as the others, drawn until the whole simulated
 * network is in the band of every budget (search/docs/methods.md#random-widths). Candidates are all
 * that the grid can come to, expansions included: the space that expansion moves in.
 */
final class RandomWidths implements SearchMethod {
  static final String NAME = "random";

  /** Draws after which the band counts as out of reach. */
  static final int MOST_DRAWS = 20_000;

  /** Draws that the figures are of at least, so that they tell of the space and not of one draw. */
  private static final int LEAST_DRAWS = 100;

  private final SearchSettings settings;
  private final int mostDraws;

  RandomWidths(SearchSettings settings, int mostDraws) {
    this.settings = settings;
    this.mostDraws = mostDraws;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void check(SearchTask task) {
    BudgetProjection.requireReachable(space(task), task.costs(), task.budgets());
  }

  @Override
  public FoundNetwork run(SearchTask task, Path checkpoint, SearchProgress progress) {
    SearchSpace space = space(task);
    EqualCost band = new EqualCost(task.budgets());
    // Random's first values of neighbouring seeds are nearly the same.
    SplittableRandom random = new SplittableRandom(task.seed());
    DrawStatistics drawn = new DrawStatistics(task.budgets());
    int least = task.budgets().isEmpty() ? 1 : LEAST_DRAWS;
    Map<String, Integer> found = Map.of();
    while (found.isEmpty() || drawn.draws() < least) {
      if (found.isEmpty() && drawn.draws() >= mostDraws) {
        throw outOfReach(task, drawn);
      }
      Map<String, Integer> widths = draw(space, random);
      Costs costs = task.costs().genotype(space, widths);
      drawn.add(costs, band.distance(costs));
      if (found.isEmpty() && band.distance(costs) == 0) {
        found = widths;
        drawn.accept();
      }
    }
    return FoundNetwork.of(NAME, task, space, found, drawn.figures());
  }

  private SearchSpace space(SearchTask task) {
    return reach(task.space(settings));
  }

  /** The space with every candidate that expansions can add. */
  private SearchSpace reach(SearchSpace space) {
    SearchSpace all = space;
    for (String unit : space.units().keySet()) {
      int before = 0;
      while (all.unit(unit).candidates().size() > before
          && all.unit(unit).candidates().size() < settings.expansion().maxCandidates()) {
        before = all.unit(unit).candidates().size();
        all = all.expanded(unit);
      }
    }
    return all;
  }

  private static Map<String, Integer> draw(SearchSpace space, SplittableRandom random) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (SearchUnit unit : space.units().values()) {
      List<Integer> candidates = unit.candidates();
      widths.put(unit.name(), candidates.get(random.nextInt(candidates.size())));
    }
    return widths;
  }

  private InvalidInputException outOfReach(SearchTask task, DrawStatistics drawn) {
    return new InvalidInputException(
        String.format(
            Locale.ROOT,
            "--method random: none of %,d draws from grid %s, seed %d, is in the band of every"
                + " budget (%s); the nearest costs %s; Maybe another --set grid, or budget",
            drawn.draws(),
            settings.space().grid().name(),
            task.seed(),
            task.budgets().stream().map(RandomWidths::text).collect(Collectors.joining(", ")),
            drawn.nearest()));
  }

  private static String text(Budget budget) {
    return budget.kind().label() + " " + budget.given();
  }
}
