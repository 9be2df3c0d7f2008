package dev.twobit.experiment.trial;

import dev.twobit.search.SearchSettings;
import dev.twobit.search.baseline.SearchMethodRegistry;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a network is found.
 *
 * @param method a name of {@link SearchMethodRegistry}
 * @param settings every key of the search, as the method has it
 * @param budgets {@code kind=value}: {@code latency=1.0x}, {@code energy=150uJ}, {@code
 *     flops=40.8M}, {@code params=0.27M}; empty: the preset's own
 */
public record SearchPlan(String method, Map<String, String> settings, List<String> budgets) {
  public SearchPlan {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    budgets = List.copyOf(budgets);
  }

  /**
   * Throws a one-line error for a method that is none.
   *
   * @param settings of which the method takes its own
   */
  public static SearchPlan of(String method, SearchSettings settings, List<String> budgets) {
    return new SearchPlan(method, SearchMethodRegistry.settings(method, settings).toMap(), budgets);
  }

  /** The same under other budgets. */
  public SearchPlan with(List<String> others) {
    return new SearchPlan(method, settings, others);
  }

  /** The keys, parsed. */
  public SearchSettings searchSettings() {
    return SearchSettings.of(settings);
  }
}
