package dev.twobit.experiment.study;

import dev.twobit.search.SearchEpoch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The network a method found.
 *
 * @param original output channels of every convolution of the model, in network order
 * @param widths the same convolutions of the found network
 * @param costs by {@code flops}, {@code params}, {@code latency}, ...: of the whole network,
 *     counted and simulated
 * @param originalCosts of the model likewise
 * @param figures what else the method tells of itself, by name
 * @param chosenEpoch search epoch whose genotype it is; 0 for methods without epochs
 * @param expansions in the order they were made
 * @param epochs of warm-up and search
 */
public record SearchTrialResult(
    Map<String, Integer> original,
    Map<String, Integer> widths,
    Map<String, Double> costs,
    Map<String, Double> originalCosts,
    Map<String, Double> figures,
    int chosenEpoch,
    List<SearchEpoch.Expansion> expansions,
    List<SearchEpoch> epochs,
    double seconds)
    implements TrialResult {
  public SearchTrialResult {
    original = Collections.unmodifiableMap(new LinkedHashMap<>(original));
    widths = Collections.unmodifiableMap(new LinkedHashMap<>(widths));
    costs = Collections.unmodifiableMap(new LinkedHashMap<>(costs));
    originalCosts = Collections.unmodifiableMap(new LinkedHashMap<>(originalCosts));
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    expansions = List.copyOf(expansions);
    epochs = List.copyOf(epochs);
  }

  double cost(String kind) {
    Double value = costs.get(kind);
    if (value == null) {
      throw new IllegalArgumentException("no cost " + kind + " in " + costs.keySet());
    }
    return value;
  }

  /** As a share of the original's. */
  double relative(String kind) {
    return cost(kind) / originalCosts.getOrDefault(kind, Double.NaN);
  }
}
