package dev.twobit.search.drawn;

import dev.twobit.search.SearchResult;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.BudgetProjection;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.frontier.Fill;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.training.TrainingStoppedException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Networks by the preferences of a search: of every unit a candidate is drawn by its probability,
 * then the network is brought within the budgets and, if that is set, filled.
 */
final class Draws {
  private final ComparedSearch.Scene scene;
  private final SearchResult result;
  private final ArchitectureParameters preferences;
  private final List<Budget> ceilings;

  Draws(ComparedSearch.Scene scene, SearchResult result) {
    this.scene = scene;
    this.result = result;
    this.preferences = ArchitectureParameters.likely(result.space(), result.probabilities());
    this.ceilings = scene.task().budgets().stream().map(Draws::toCeiling).toList();
  }

  /** What is compared with the original is to cost no more than is written. */
  private static Budget toCeiling(Budget budget) {
    double high = budget.ceiling() / budget.limit();
    return new Budget(
        budget.kind(), budget.given(), budget.limit(), Math.min(budget.low(), high), high);
  }

  /**
   * Different networks within the budgets, the one of the search's own genotype first.
   *
   * @param count of draws: a network that comes again counts, too
   */
  Set<Map<String, Integer>> networks(int count) {
    SplittableRandom random = new SplittableRandom(scene.task().seed());
    Set<Map<String, Integer>> genotypes = new LinkedHashSet<>(List.of(result.genotype()));
    for (int i = 0; i < count; i++) {
      genotypes.add(drawn(random));
    }
    Set<Map<String, Integer>> networks = new LinkedHashSet<>();
    for (Map<String, Integer> genotype : genotypes) {
      if (scene.stop().isRequested()) {
        throw new TrainingStoppedException("stopped while networks were drawn");
      }
      Map<String, Integer> network = repaired(genotype);
      if (scene.fits(network)) {
        networks.add(network);
      }
    }
    return networks;
  }

  private Map<String, Integer> drawn(SplittableRandom random) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    result
        .space()
        .units()
        .forEach(
            (name, unit) ->
                widths.put(
                    name, unit.candidates().get(index(preferences.probabilities(name), random))));
    return widths;
  }

  private static int index(double[] probabilities, SplittableRandom random) {
    double left = random.nextDouble();
    for (int i = 0; i < probabilities.length - 1; i++) {
      left -= probabilities[i];
      if (left < 0) {
        return i;
      }
    }
    return probabilities.length - 1;
  }

  private Map<String, Integer> repaired(Map<String, Integer> genotype) {
    SearchSpace space = result.space();
    CostModel costs = scene.task().costs();
    Map<String, Integer> projected =
        BudgetProjection.project(space, preferences, costs, ceilings, genotype);
    return scene.settings().budget().fill()
        ? Fill.filled(scene.space(), costs, scene.task().budgets(), projected)
        : projected;
  }
}
