package dev.twobit.search;

import java.util.List;
import java.util.Map;

/**
 * What a search ended with.
 *
 * @param space with all expansions
 * @param genotype winner takes all of the chosen epoch (search/docs/methods.md#final-genotype),
 *     before projection
 * @param projected the genotype that meets every budget by simulation
 * @param chosenEpoch the search epoch it is from, 1-based
 * @param genotypes what every rule would have chosen
 * @param probabilities at the end
 * @param statisticsChange by quantized layer, what taking the weight quantizer's statistics over
 *     the derived network's own channels changes: ||own - carried|| / ||carried|| of quantized
 *     weights
 */
public record SearchResult(
    SearchSpace space,
    Map<String, Integer> genotype,
    Map<String, Integer> projected,
    int chosenEpoch,
    Map<FinalGenotype, GenotypeRecord> genotypes,
    Map<String, double[]> probabilities,
    List<SearchEpoch.Expansion> expansions,
    Map<String, Double> widestProbability,
    Map<String, Double> statisticsChange) {}
