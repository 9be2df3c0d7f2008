package dev.twobit.experiment.trial;

import dev.twobit.search.SearchSettings;
import dev.twobit.search.baseline.SearchMethodRegistry;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a network is found.
 *
 * @param method a name of {@link SearchMethodRegistry}
 * @param settings every key of the search, as the method has it
 * @param budgets {@code kind=value}: {@code latency=1.0x}, {@code energy=150uJ}, {@code
 *     flops=40.8M}, {@code params=0.27M}; empty: the preset's own; one of them may be a list,
 *     {@code latency=0.6x,0.8x}, which asks for a network each
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

  /** Cost of which a list is given, {@code latency}; empty: all budgets are of one network. */
  public Optional<String> listed() {
    return budgets.stream().filter(BudgetLists::isList).map(BudgetLists::kind).findFirst();
  }

  /** Budget of a cost as it is given; empty: none of it. */
  public Optional<String> budget(String kind) {
    return budgets.stream()
        .filter(b -> BudgetLists.kind(b).equals(kind))
        .map(BudgetLists::value)
        .findFirst();
  }

  /**
   * A plan without a list for each value of the list, in its order; this one without a list. Throws
   * a one-line error for two lists, and for a value that is given twice or left out.
   */
  public List<SearchPlan> alternatives() {
    return BudgetLists.alternatives(budgets).stream().map(this::with).toList();
  }

  /** The keys, parsed. */
  public SearchSettings searchSettings() {
    return SearchSettings.of(settings);
  }
}
