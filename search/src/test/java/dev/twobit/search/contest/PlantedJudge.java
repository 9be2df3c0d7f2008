package dev.twobit.search.contest;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * A judge that trains nothing. Every image has a difficulty, a part of it its own for each network
 * and each training; a network is right on those that are easier than it is good. Trainings scatter
 * all images of a network alike, and short ones are worse and have favourites that do not last.
 */
public final class PlantedJudge implements Judge {
  /** Standard deviation of top-1 between two trainings of a network, 0..1. */
  private static final double TRAINING = 0.003;

  /** What a short training of one epoch favours networks by, standard deviation of top-1. */
  private static final double FAVOUR = 0.015;

  private static final double OF_NETWORK = 0.3;
  private static final double OF_TRAINING = 0.3;
  private static final double SLOPE = 2;
  private static final NormalDistribution NORMAL = new NormalDistribution(0, 1);
  private static final double[] QUANTILES = quantiles();

  /** No margin is farther from 0. */
  private static final double WIDEST = 6;

  private static final float[] LOSSES = losses();

  private final ToDoubleFunction<Map<String, Integer>> accuracy;
  private final int fullEpochs;
  private final ToIntFunction<HeldOut.Part> images;
  private final long seed;

  /**
   * @param images of a part
   */
  public PlantedJudge(
      ToDoubleFunction<Map<String, Integer>> accuracy, int fullEpochs, int images, long seed) {
    this(accuracy, fullEpochs, part -> images, seed);
  }

  /** With parts of their own sizes. */
  public PlantedJudge(
      ToDoubleFunction<Map<String, Integer>> accuracy,
      int fullEpochs,
      ToIntFunction<HeldOut.Part> images,
      long seed) {
    this.accuracy = accuracy;
    this.fullEpochs = fullEpochs;
    this.images = images;
    this.seed = seed;
  }

  @Override
  public Score judge(Judging judging) {
    double goodness = quantile(accuracy(judging));
    SplittableRandom difficulty = random(judging.part().name());
    SplittableRandom ofNetwork = random(judging.part() + " " + judging.widths());
    SplittableRandom ofTraining = random("noise " + judging.key());
    int count = images.applyAsInt(judging.part());
    float[] crossEntropy = new float[count];
    boolean[] right = new boolean[count];
    for (int i = 0; i < count; i++) {
      double margin =
          goodness
              - normal(difficulty)
              - OF_NETWORK * normal(ofNetwork)
              - OF_TRAINING * normal(ofTraining);
      right[i] = margin > 0;
      crossEntropy[i] = crossEntropy(margin);
    }
    return new Score(crossEntropy, right);
  }

  private double accuracy(Judging judging) {
    double left = 1 - Math.min(1, (judging.epochs() + 1.0) / fullEpochs);
    double favour = FAVOUR * left * normal(random("favour " + judging.widths() + judging.epochs()));
    double scatter = TRAINING * normal(random("training " + judging.key()));
    return accuracy.applyAsDouble(judging.widths()) - 0.2 * left + favour + scatter;
  }

  /** Margin at which a share of images is right. */
  private static double quantile(double share) {
    double spread = Math.sqrt(1 + OF_NETWORK * OF_NETWORK + OF_TRAINING * OF_TRAINING);
    return spread * NORMAL.inverseCumulativeProbability(Math.max(0.01, share));
  }

  /** log(1 + exp(-slope x margin)), nats, in a few thousand steps. */
  private static float crossEntropy(double margin) {
    int step = (int) ((margin + WIDEST) / (2 * WIDEST) * LOSSES.length);
    return LOSSES[Math.max(0, Math.min(LOSSES.length - 1, step))];
  }

  private static float[] losses() {
    float[] values = new float[1 << 12];
    for (int i = 0; i < values.length; i++) {
      double margin = 2 * WIDEST * (i + 0.5) / values.length - WIDEST;
      values[i] = (float) Math.log1p(Math.exp(-SLOPE * margin));
    }
    return values;
  }

  /** N(0, 1) in a few thousand steps. */
  private static double normal(SplittableRandom random) {
    return QUANTILES[random.nextInt(QUANTILES.length)];
  }

  private static double[] quantiles() {
    double[] values = new double[1 << 12];
    Arrays.setAll(values, i -> NORMAL.inverseCumulativeProbability((i + 0.5) / values.length));
    return values;
  }

  private SplittableRandom random(String of) {
    long hash = seed;
    for (int i = 0; i < of.length(); i++) {
      hash = 31 * hash + of.charAt(i);
    }
    return new SplittableRandom(hash);
  }
}
