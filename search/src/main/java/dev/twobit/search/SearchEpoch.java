package dev.twobit.search;

import dev.twobit.network.CostKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One epoch of warm-up or search, as logged.
 *
 * @param phase {@code warm-up} or {@code search}
 * @param epoch 1-based, of {@code epochs}
 * @param learningRate of weights
 * @param weightLoss mean cross-entropy of the weight steps; {@code architectureLoss} of the other
 * @param architectureAccuracy top-1 on the architecture's half under sampled widths, 0..1
 * @param candidates widths of every unit at the end of the epoch
 * @param probabilities softmax of every unit's logits, at the end of the epoch
 * @param meanLossGradients mean over the epoch's architecture steps of the cross-entropy's gradient
 *     of every logit, without candidates of this epoch's last expansions
 * @param meanGradients the same with the cost's gradient: what is optimized, before Adam
 * @param sampled architecture steps in which each candidate took part
 * @param meanWidths channels that each unit computed, mean over all passes of the epoch
 * @param expected expectation of each cost; {@code genotypeCosts} of the derived network, simulated
 *     whole
 * @param additiveRatio the expectation for the genotype alone, that is the sum of its layers, as a
 *     share of the whole network's cost
 * @param genotype winner takes all; {@code inBand}: within every budget's band
 * @param expansions made in this epoch
 * @param note of what happened besides
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record SearchEpoch(
    String phase,
    int epoch,
    int epochs,
    double temperature,
    double learningRate,
    double weightLoss,
    double architectureLoss,
    double architectureAccuracy,
    Map<String, List<Integer>> candidates,
    Map<String, double[]> probabilities,
    Map<String, double[]> meanLossGradients,
    Map<String, double[]> meanGradients,
    Map<String, int[]> sampled,
    Map<String, Double> meanWidths,
    Map<CostKind, Double> expected,
    Map<CostKind, Double> genotypeCosts,
    Map<CostKind, Double> additiveRatio,
    Map<String, Integer> genotype,
    boolean inBand,
    List<Expansion> expansions,
    double imagesPerSecond,
    double seconds,
    Optional<String> note) {

  /**
   * A layer that got a wider candidate.
   *
   * @param epoch of the search, 1-based
   * @param probability of the widest candidate when it passed the threshold
   */
  public record Expansion(int epoch, String unit, int fromWidth, int toWidth, double probability) {}
}
