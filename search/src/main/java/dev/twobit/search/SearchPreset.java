package dev.twobit.search;

import dev.twobit.network.InvalidInputException;
import java.util.Locale;

/**
 * How long and how fast to search (SPEC 7 is {@code paper}); short presets scale the architecture's
 * rate and start PACT from data, because Adam moves a logit by at most its rate a step.
 *
 * @param threshold channel preference T: the widest candidate's softmax probability that expands
 * @param costWeight lambda of both log-cost terms
 * @param alphaFromData PACT's alpha by least squared error on the first batch, else 8
 */
public record SearchPreset(
    String name,
    int warmupEpochs,
    int searchEpochs,
    int trainingEpochs,
    int batchSize,
    double learningRate,
    double architectureRate,
    double architectureDecay,
    double threshold,
    double costWeight,
    double hottest,
    double coldest,
    boolean alphaFromData) {

  private static final int INITIAL_CANDIDATES = 8;

  public static SearchPreset named(String name) {
    return switch (name) {
      case "smoke" -> of(name, 1, 6, 6, 100, 0.03, true);
      case "small" -> of(name, 2, 8, 10, 128, 0.02, true);
      case "paper" -> of(name, 200, 600, 300, 256, 1e-3, false);
      default ->
          throw new InvalidInputException(
              "preset '" + name + "' is not known; expected smoke, small or paper");
    };
  }

  private static SearchPreset of(
      String name, int warmup, int search, int training, int batch, double rate, boolean data) {
    return new SearchPreset(
        name, warmup, search, training, batch, 0.1, rate, 1e-3, 0.30, 2, 5, 0.1, data);
  }

  public SearchPreset withEpochs(int warmup, int search, int training) {
    return new SearchPreset(
        name,
        warmup,
        search,
        training,
        batchSize,
        learningRate,
        architectureRate,
        architectureDecay,
        threshold,
        costWeight,
        hottest,
        coldest,
        alphaFromData);
  }

  /** Lead of one logit over seven equal ones at which its probability is T. */
  public double leadToExpand() {
    return Math.log((INITIAL_CANDIDATES - 1) * threshold / (1 - threshold));
  }

  /**
   * Refuses a search too short to expand: steps x rate, the most a logit can move, must be at least
   * twice the lead that T needs.
   */
  public void requireAbleToExpand(int stepsPerEpoch) {
    double reach = (double) searchEpochs * stepsPerEpoch * architectureRate;
    if (reach < 2 * leadToExpand()) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "preset %s: %d search epochs of %d steps at rate %s move a logit by at most %.2f;"
                  + " expected at least %.2f, twice what threshold %.2f needs; Maybe more epochs",
              name,
              searchEpochs,
              stepsPerEpoch,
              architectureRate,
              reach,
              2 * leadToExpand(),
              threshold));
    }
  }

  /** Gumbel-softmax temperature of a search epoch: cosine from hottest to coldest (SPEC 1.4). */
  public double temperature(int epoch) {
    return coldest
        + (hottest - coldest) * (1 + Math.cos(Math.PI * epoch / Math.max(1, searchEpochs))) / 2;
  }
}
