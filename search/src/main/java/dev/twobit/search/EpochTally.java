package dev.twobit.search;

import dev.twobit.search.supernet.ArchitectureSample;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums over the steps of one epoch. A candidate that came within it counts from then on. */
final class EpochTally {
  private double weightLoss;
  private int weightSteps;
  private double architectureLoss;
  private double correct;
  private long architectureImages;
  private int architecturePasses;
  private int passes;
  private final Map<String, double[]> lossGradients = new LinkedHashMap<>();
  private final Map<String, double[]> gradients = new LinkedHashMap<>();
  private final Map<String, int[]> present = new LinkedHashMap<>();
  private final Map<String, int[]> sampled = new LinkedHashMap<>();
  private final Map<String, Double> computed = new LinkedHashMap<>();

  /**
   * @param loss mean cross-entropy with labels
   * @param networks that the step trained
   */
  void weightStep(double loss, List<ArchitectureSample> networks) {
    weightLoss += loss;
    weightSteps++;
    networks.forEach(this::addWidths);
  }

  /**
   * One sample of an architecture step.
   *
   * @param loss mean cross-entropy of {@code images}
   */
  void architecturePass(double loss, double correctImages, int images, ArchitectureSample sample) {
    architectureLoss += loss;
    correct += correctImages;
    architectureImages += images;
    architecturePasses++;
    addWidths(sample);
    sample
        .widths()
        .forEach(
            (unit, widths) -> {
              List<Integer> candidates = sample.space().unit(unit).candidates();
              int[] drawn = wideEnough(sampled, unit, candidates.size());
              for (int i = 0; i < drawn.length; i++) {
                drawn[i] += widths.contains(candidates.get(i)) ? 1 : 0;
              }
            });
  }

  /**
   * @param lossGradient of the cross-entropy alone, by unit; {@code gradient} with the cost's
   */
  void architectureStep(Map<String, double[]> lossGradient, Map<String, double[]> gradient) {
    gradient.forEach(
        (unit, g) -> {
          add(lossGradients, unit, lossGradient.getOrDefault(unit, new double[g.length]));
          add(gradients, unit, g);
          int[] steps = wideEnough(present, unit, g.length);
          for (int i = 0; i < g.length; i++) {
            steps[i]++;
          }
        });
  }

  private void addWidths(ArchitectureSample sample) {
    passes++;
    sample
        .choices()
        .forEach((unit, choice) -> computed.merge(unit, (double) choice.widest(), Double::sum));
  }

  private static void add(Map<String, double[]> sums, String unit, double[] values) {
    double[] old = sums.getOrDefault(unit, new double[0]);
    double[] sum = Arrays.copyOf(old, Math.max(old.length, values.length));
    for (int i = 0; i < values.length; i++) {
      sum[i] += values[i];
    }
    sums.put(unit, sum);
  }

  private static int[] wideEnough(Map<String, int[]> counts, String unit, int length) {
    int[] grown = Arrays.copyOf(counts.getOrDefault(unit, new int[0]), length);
    counts.put(unit, grown);
    return grown;
  }

  double weightLoss() {
    return weightLoss / Math.max(1, weightSteps);
  }

  double architectureLoss() {
    return architectureLoss / Math.max(1, architecturePasses);
  }

  double architectureAccuracy() {
    return correct / Math.max(1, architectureImages);
  }

  /** Gradients of the cross-entropy alone, means over the steps that had the candidate. */
  Map<String, double[]> meanLossGradients() {
    return means(lossGradients);
  }

  /** Gradients of cross-entropy and cost, as they are optimized. */
  Map<String, double[]> meanGradients() {
    return means(gradients);
  }

  private Map<String, double[]> means(Map<String, double[]> sums) {
    Map<String, double[]> means = new LinkedHashMap<>();
    sums.forEach(
        (unit, sum) -> {
          int[] steps = present.getOrDefault(unit, new int[sum.length]);
          double[] mean = new double[sum.length];
          Arrays.setAll(mean, i -> sum[i] / Math.max(1, steps[i]));
          means.put(unit, mean);
        });
    return means;
  }

  /** Networks that a batch went through, there and back. */
  int passes() {
    return passes;
  }

  /** Samples of architecture steps that each candidate took part in. */
  Map<String, int[]> sampled() {
    return sampled;
  }

  /** Channels computed, mean over all passes. */
  Map<String, Double> meanComputedWidths() {
    Map<String, Double> means = new LinkedHashMap<>();
    computed.forEach((unit, sum) -> means.put(unit, sum / Math.max(1, passes)));
    return means;
  }
}
