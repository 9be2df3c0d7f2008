package dev.twobit.experiment.trial;

import dev.twobit.search.SearchEpoch;
import dev.twobit.search.SearchResult;
import dev.twobit.search.space.SearchUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a search by gradient came to its network.
 *
 * @param chosenEpoch search epoch whose genotype it is, from 1
 * @param genotype winner takes all of that epoch, before projection
 * @param projected widths of units that meet every budget by simulation
 * @param units with the candidates they ended with
 * @param widestProbability of each unit's widest candidate at the end
 * @param expansions in the order they were made
 */
public record GradientSearch(
    int chosenEpoch,
    Map<String, Integer> genotype,
    Map<String, Integer> projected,
    List<SearchUnit> units,
    Map<String, Double> widestProbability,
    List<SearchEpoch.Expansion> expansions) {
  public GradientSearch {
    genotype = Collections.unmodifiableMap(new LinkedHashMap<>(genotype));
    projected = Collections.unmodifiableMap(new LinkedHashMap<>(projected));
    units = List.copyOf(units);
    widestProbability = Collections.unmodifiableMap(new LinkedHashMap<>(widestProbability));
    expansions = List.copyOf(expansions);
  }

  static GradientSearch of(SearchResult result) {
    return new GradientSearch(
        result.chosenEpoch(),
        result.genotype(),
        result.projected(),
        List.copyOf(result.space().units().values()),
        result.widestProbability(),
        result.expansions());
  }
}
