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
 */
public record SearchEpoch(
    String phase,
    int epoch,
    int epochs,
    Learning learning,
    Units units,
    EpochCosts costs,
    Winner winner,
    Speed speed) {

  /**
   * How the steps went.
   *
   * @param learningRate of weights
   * @param weightLoss mean cross-entropy of the weight steps, with labels; {@code architectureLoss}
   *     of the other
   * @param architectureAccuracy top-1 on the architecture's half under sampled widths, 0..1
   */
  public record Learning(
      double temperature,
      double learningRate,
      double weightLoss,
      double architectureLoss,
      double architectureAccuracy) {}

  /**
   * What became of every unit.
   *
   * @param candidates widths at the end of the epoch
   * @param probabilities softmax of the logits, at the end of the epoch
   * @param meanLossGradients mean over the epoch's architecture steps of the cross-entropy's
   *     gradient of every logit, without candidates of this epoch's last expansions
   * @param meanGradients the same with the cost's gradient: what is optimized, before Adam
   * @param sampled samples of architecture steps in which each candidate took part
   * @param meanWidths channels that each unit computed, mean over all passes of the epoch
   */
  public record Units(
      Map<String, List<Integer>> candidates,
      Map<String, double[]> probabilities,
      Map<String, double[]> meanLossGradients,
      Map<String, double[]> meanGradients,
      Map<String, int[]> sampled,
      Map<String, Double> meanWidths) {}

  /**
   * Costs at the end of the epoch.
   *
   * @param expected expectation of each; {@code genotypeCosts} of the derived network, simulated
   *     whole
   * @param additiveRatio the expectation for the genotype alone, that is the sum of its layers, as
   *     a share of the whole network's cost
   */
  public record EpochCosts(
      Map<CostKind, Double> expected,
      Map<CostKind, Double> genotypeCosts,
      Map<CostKind, Double> additiveRatio) {}

  /**
   * What the epoch ended with.
   *
   * @param genotype winner takes all; {@code inBand}: within every budget's band
   * @param expansions made in this epoch
   * @param note what happened besides
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  public record Winner(
      Map<String, Integer> genotype,
      boolean inBand,
      List<Expansion> expansions,
      Optional<String> note) {}

  /** How fast it was. */
  public record Speed(double imagesPerSecond, double seconds) {}

  /**
   * A layer that got a wider candidate.
   *
   * @param epoch of the search, 1-based
   * @param probability of the widest candidate when it passed the threshold
   */
  public record Expansion(int epoch, String unit, int fromWidth, int toWidth, double probability) {}

  public double temperature() {
    return learning.temperature();
  }

  public double learningRate() {
    return learning.learningRate();
  }

  public double weightLoss() {
    return learning.weightLoss();
  }

  public double architectureAccuracy() {
    return learning.architectureAccuracy();
  }

  public Map<String, List<Integer>> candidates() {
    return units.candidates();
  }

  public Map<String, double[]> probabilities() {
    return units.probabilities();
  }

  public Map<String, double[]> meanLossGradients() {
    return units.meanLossGradients();
  }

  public Map<String, double[]> meanGradients() {
    return units.meanGradients();
  }

  public Map<String, int[]> sampled() {
    return units.sampled();
  }

  public Map<CostKind, Double> expected() {
    return costs.expected();
  }

  public Map<CostKind, Double> genotypeCosts() {
    return costs.genotypeCosts();
  }

  public Map<String, Integer> genotype() {
    return winner.genotype();
  }

  public boolean inBand() {
    return winner.inBand();
  }

  public List<Expansion> expansions() {
    return winner.expansions();
  }

  public Optional<String> note() {
    return winner.note();
  }

  public double imagesPerSecond() {
    return speed.imagesPerSecond();
  }

  public double seconds() {
    return speed.seconds();
  }
}
