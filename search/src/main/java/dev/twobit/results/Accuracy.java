package dev.twobit.results;

import java.util.List;

/**
 * Top-1 accuracy of one network on the test set.
 *
 * @param form whether unquantized layers ran in floating point or at 8 bits
 * @param top1Percent mean over seeds, 0..100
 * @param seeds one entry per training; empty if this run did not train the network
 * @param testImages evaluated per seed
 * @param lower95Percent Wilson interval of the mean for {@code testImages} draws: the test set's
 *     share of the uncertainty, not the seeds'; {@code upper95Percent} likewise
 * @param evaluatedBy what computed the outputs, such as {@code libtorch} or {@code ONNX Runtime}
 */
public record Accuracy(
    Form form,
    double top1Percent,
    List<SeedAccuracy> seeds,
    long testImages,
    double lower95Percent,
    double upper95Percent,
    String evaluatedBy) {
  public Accuracy {
    seeds = List.copyOf(seeds);
  }

  /** How the layers the quantizer leaves alone were computed. */
  public enum Form {
    AS_TRAINED,
    /** First, last and shortcut layers at 8 bits, the residual path at its own width. */
    AS_DEPLOYED
  }

  /** One training's accuracy. */
  public record SeedAccuracy(long seed, double top1Percent) {}

  /** Mean of at least one training, with its interval. */
  public static Accuracy ofSeeds(
      Form form, List<SeedAccuracy> seeds, long testImages, String evaluatedBy) {
    double mean =
        seeds.stream()
            .mapToDouble(SeedAccuracy::top1Percent)
            .average()
            .orElseThrow(() -> new IllegalArgumentException("no seeds"));
    return of(form, mean, seeds, testImages, evaluatedBy);
  }

  /** Accuracy of weights this run did not train. */
  public static Accuracy ofImported(double top1Percent, long testImages, String evaluatedBy) {
    return of(Form.AS_TRAINED, top1Percent, List.of(), testImages, evaluatedBy);
  }

  private static Accuracy of(
      Form form, double mean, List<SeedAccuracy> seeds, long testImages, String evaluatedBy) {
    Binomial.Interval interval = Binomial.wilson95(mean / 100, testImages);
    return new Accuracy(
        form, mean, seeds, testImages, 100 * interval.lower(), 100 * interval.upper(), evaluatedBy);
  }
}
