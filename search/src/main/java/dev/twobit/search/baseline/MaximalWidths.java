package dev.twobit.search.baseline;

import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.cost.BudgetProjection;
import dev.twobit.search.frontier.MaximalNetworks;
import dev.twobit.search.frontier.PlateauSpace;
import dev.twobit.search.space.SearchSpace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Controls without a judge: a network that uses the budgets up, drawn by seed or the one of most
 * multiply-accumulates times parameters (search/docs/methods.md#maximal-networks). A search that
 * does not beat them has no judge either.
 */
final class MaximalWidths implements SearchMethod {
  static final String RANDOM = "random-maximal";
  static final String MOST = "most-macs-params";

  private final String name;
  private final SearchSettings settings;

  /**
   * @param name {@link #RANDOM} or {@link #MOST}
   */
  MaximalWidths(String name, SearchSettings settings) {
    this.name = name;
    this.settings = settings;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void check(SearchTask task) {
    if (task.budgets().isEmpty()) {
      throw new InvalidInputException(
          "--method " + name + ": found no budget, expected one such as --latency-budget 1.0x");
    }
    BudgetProjection.requireReachable(space(task), task.costs(), task.budgets());
  }

  @Override
  public FoundNetwork run(SearchTask task, Path checkpoint, SearchProgress progress) {
    SearchSpace space = space(task);
    MaximalNetworks networks = MaximalNetworks.of(space, task.costs(), task.budgets(), task.seed());
    List<Map<String, Integer>> chosen =
        name.equals(RANDOM) ? drawn(networks, task.seed()) : most(networks, task);
    if (chosen.isEmpty()) {
      throw new InvalidInputException(
          "--method "
              + name
              + ": found no network within all budgets together, expected budgets that one meets");
    }
    String found = "maximal networks" + (networks.isComplete() ? "" : " found, of more");
    return FoundNetwork.of(
        name, task, space, chosen.get(0), Map.of(found, (double) networks.all().size()));
  }

  private SearchSpace space(SearchTask task) {
    return PlateauSpace.of(settings.space(task.network()), task.costs(), task.budgets());
  }

  private static List<Map<String, Integer>> drawn(MaximalNetworks networks, long seed) {
    int count = networks.all().size();
    return count == 0
        ? List.of()
        : List.of(networks.all().get(new SplittableRandom(seed).nextInt(count)));
  }

  private static List<Map<String, Integer>> most(MaximalNetworks networks, SearchTask task) {
    return networks.largest(
        widths ->
            task.costs().cost(CostKind.FLOPS, networks.space(), widths)
                * task.costs().cost(CostKind.PARAMS, networks.space(), widths));
  }
}
