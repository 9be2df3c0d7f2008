package dev.twobit.results;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * How the learning rate of a run's trainings was chosen: the one of least cross-entropy after a
 * short training of the original network at each.
 *
 * @param factor of the rate that was asked for, which all trainings have
 * @param tried the smallest rate first
 * @param steps of each short training
 * @param images that judged
 * @param judgedBy what images these are, in words
 */
public record LearningRateProbe(
    double factor, List<Tried> tried, int steps, int images, String judgedBy) {
  public LearningRateProbe {
    tried = List.copyOf(tried);
  }

  /**
   * A rate.
   *
   * @param learningRate peak
   * @param crossEntropy nats; absent: the training diverged
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // absent in JSON
  public record Tried(double factor, double learningRate, OptionalDouble crossEntropy) {
    private double score() {
      return crossEntropy.orElse(Double.POSITIVE_INFINITY);
    }

    private String text() {
      return rate(learningRate)
          + (crossEntropy.isPresent()
              ? String.format(Locale.ROOT, " (cross-entropy %.4f)", crossEntropy.getAsDouble())
              : " (diverged)");
    }
  }

  /**
   * Of equal ones that nearest to the rate that was asked for.
   *
   * @param tried the smallest rate first; at least one did not diverge
   */
  public static LearningRateProbe of(List<Tried> tried, int steps, int images, String judgedBy) {
    Tried best =
        tried.stream()
            .min(
                Comparator.comparingDouble(Tried::score)
                    .thenComparingDouble(t -> Math.abs(Math.log(t.factor))))
            .orElseThrow();
    return new LearningRateProbe(best.factor, tried, steps, images, judgedBy);
  }

  /** What was chosen and why, without a full stop. */
  public String sentence() {
    return String.format(
        Locale.ROOT,
        "learning rate %s by the probe, of %s, %d steps each, on %,d %s%s",
        rate(chosen().learningRate),
        tried.stream().map(Tried::text).collect(Collectors.joining(", ")),
        steps,
        images,
        judgedBy,
        edge());
  }

  private Tried chosen() {
    return tried.stream().filter(t -> t.factor == factor).findFirst().orElseThrow();
  }

  private String edge() {
    if (tried.get(0).factor == factor) {
      return "; it is the smallest of " + tried.size() + ": a smaller one may be better";
    }
    return tried.get(tried.size() - 1).factor == factor
        ? "; it is the largest of " + tried.size() + ": a larger one may be better"
        : "";
  }

  private static String rate(double rate) {
    return String.format(Locale.ROOT, "%.4g", rate).replaceFirst("0+$", "");
  }
}
