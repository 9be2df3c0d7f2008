package dev.twobit.search;

import dev.twobit.search.space.SearchSpace;
import java.util.List;
import java.util.Map;

/**
 * What a search ended with.
 *
 * @param space with all expansions
 * @param genotypes what every rule would have chosen
 * @param probabilities at the end
 * @param widestProbability of every unit's widest candidate among them
 * @param statisticsChange by quantized layer, what taking the weight quantizer's statistics over
 *     the derived network's own channels changes: ||own - carried|| / ||carried|| of quantized
 *     weights
 */
public record SearchResult(
    SearchSpace space,
    Chosen chosen,
    Map<FinalGenotype, GenotypeRecord> genotypes,
    Map<String, double[]> probabilities,
    List<SearchEpoch.Expansion> expansions,
    Map<String, Double> widestProbability,
    Map<String, Double> statisticsChange) {
  /**
   * The genotype that became the network.
   *
   * @param genotype winner takes all of the chosen epoch (search/docs/methods.md#final-genotype),
   *     before projection; where costs pull from above alone, after it
   * @param projected the genotype that meets every budget by simulation
   * @param epoch the search epoch it is from, 1-based
   */
  public record Chosen(Map<String, Integer> genotype, Map<String, Integer> projected, int epoch) {}

  public Map<String, Integer> genotype() {
    return chosen.genotype();
  }

  public Map<String, Integer> projected() {
    return chosen.projected();
  }

  public int chosenEpoch() {
    return chosen.epoch();
  }
}
