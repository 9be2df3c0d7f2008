package dev.twobit.search.baseline;

import dev.twobit.network.CostKind;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.cost.BudgetProjection;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** From the narrowest network on, the next width that brings most MACs a clock, while it fits. */
final class CheapestFirst implements SearchMethod {
  private final SearchSettings settings;

  CheapestFirst(SearchSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "cheapest-first";
  }

  @Override
  public void check(SearchTask task) {
    BudgetProjection.requireReachable(task.space(settings), task.costs(), task.budgets());
  }

  @Override
  public FoundNetwork run(SearchTask task, Path checkpoint, SearchProgress progress) {
    SearchSpace space = task.space(settings);
    Map<String, Integer> widths = new LinkedHashMap<>();
    space.units().forEach((name, unit) -> widths.put(name, unit.candidates().get(0)));
    int steps = 0;
    for (Optional<Step> next = best(task, space, widths); next.isPresent(); steps++) {
      widths.put(next.get().unit, next.get().width);
      next = best(task, space, widths);
    }
    return FoundNetwork.of(name(), task, space, widths, Map.of("steps", (double) steps));
  }

  private record Step(String unit, int width, double macsPerCycle) {}

  /** The step to take from these widths; none where none fits into every budget. */
  private static Optional<Step> best(
      SearchTask task, SearchSpace space, Map<String, Integer> widths) {
    Optional<Step> best = Optional.empty();
    for (SearchUnit unit : space.units().values()) {
      int at = unit.candidates().indexOf(widths.get(unit.name()));
      if (at + 1 < unit.candidates().size()) {
        int width = unit.candidates().get(at + 1);
        Map<String, Integer> wider = new LinkedHashMap<>(widths);
        wider.put(unit.name(), width);
        boolean fits =
            task.budgets().stream()
                .allMatch(b -> task.costs().cost(b.kind(), space, wider) <= b.ceiling());
        double macs = gained(task, space, CostKind.FLOPS, widths, wider);
        double cycles = gained(task, space, CostKind.LATENCY, widths, wider);
        double worth = macs / Math.max(1, cycles);
        if (fits && (best.isEmpty() || worth > best.get().macsPerCycle)) {
          best = Optional.of(new Step(unit.name(), width, worth));
        }
      }
    }
    return best;
  }

  private static double gained(
      SearchTask task,
      SearchSpace space,
      CostKind kind,
      Map<String, Integer> from,
      Map<String, Integer> to) {
    return task.costs().cost(kind, space, to) - task.costs().cost(kind, space, from);
  }
}
