package dev.twobit.search.baseline;

import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.frontier.Fill;
import dev.twobit.search.frontier.PlateauSpace;
import dev.twobit.search.space.SearchSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A method whose network is widened until it uses the budgets up (search/docs/methods.md#filling);
 * as it is where there is no budget.
 */
final class Filled implements SearchMethod {
  private final SearchMethod method;
  private final SearchSettings settings;

  Filled(SearchMethod method, SearchSettings settings) {
    this.method = method;
    this.settings = settings;
  }

  @Override
  public String name() {
    return method.name();
  }

  @Override
  public void check(SearchTask task) {
    method.check(task);
  }

  @Override
  public FoundNetwork run(SearchTask task, Path checkpoint, SearchProgress progress)
      throws IOException {
    FoundNetwork found = method.run(task, checkpoint, progress);
    if (task.budgets().isEmpty()) {
      return found;
    }
    SearchSpace space =
        PlateauSpace.of(settings.space(task.network()), task.costs(), task.budgets());
    Map<String, Integer> widths = Fill.filled(space, task.costs(), task.budgets(), found.widths());
    FoundNetwork filled =
        FoundNetwork.of(name(), task, space, widths, figures(found, space, widths));
    return new FoundNetwork(
        filled.method(),
        filled.network(),
        filled.precision(),
        filled.widths(),
        filled.costs(),
        found.search(),
        filled.figures(),
        found.verdict());
  }

  private static Map<String, Double> figures(
      FoundNetwork found, SearchSpace space, Map<String, Integer> widths) {
    double wider = 0;
    double narrower = 0;
    for (var unit : space.units().values()) {
      int before = found.widths().getOrDefault(unit.name(), unit.nominal());
      int after = widths.getOrDefault(unit.name(), unit.nominal());
      wider += after > before ? 1 : 0;
      narrower += after < before ? 1 : 0;
    }
    Map<String, Double> figures = new LinkedHashMap<>(found.figures());
    figures.put("units that filling widened", wider);
    figures.put("units that filling narrowed", narrower);
    return figures;
  }
}
