package dev.twobit.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One epoch of warm-up or search, as logged.
 *
 * @param phase {@code warm-up} or {@code search}
 * @param epoch 1-based, of {@code epochs}
 * @param weightLoss mean cross-entropy of the weight steps; {@code architectureLoss} of the other
 * @param architectureAccuracy top-1 on the architecture's half under sampled widths, 0..1
 * @param probabilities softmax of every unit's logits
 * @param meanGradients mean over the epoch of the loss gradient of every logit, cost included
 * @param expected expectation of each budgeted cost; {@code genotype} the derived network's,
 *     simulated
 * @param inBand the genotype is within every budget's band
 * @param expansions made at the end of this epoch
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record SearchEpoch(
    String phase,
    int epoch,
    int epochs,
    double temperature,
    double weightLoss,
    double architectureLoss,
    double architectureAccuracy,
    Map<String, double[]> probabilities,
    Map<String, double[]> meanGradients,
    Map<CostKind, Double> expected,
    Map<CostKind, Double> genotypeCosts,
    Map<String, Integer> genotype,
    boolean inBand,
    List<Expansion> expansions,
    double imagesPerSecond,
    double seconds,
    Optional<String> note) {

  /**
   * A layer that got a wider candidate.
   *
   * @param probability of the widest candidate when it passed the threshold
   */
  public record Expansion(int epoch, String unit, int fromWidth, int toWidth, double probability) {}
}
