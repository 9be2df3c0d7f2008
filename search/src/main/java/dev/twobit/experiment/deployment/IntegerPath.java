package dev.twobit.experiment.deployment;

import dev.twobit.verification.ConversionError;
import dev.twobit.verification.DeployedNetworkVerification;
import dev.twobit.verification.IntegerStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A deployed file as packed integers on a test set, and what it was held against.
 *
 * @param fileBytes of the QCDQ file
 * @param images of the test set that the accuracies are of
 * @param integersPercent top-1 in plain Java integers, every conversion exact, 0..100
 * @param deployedPercent top-1 of the same network fake-quantized in float by libtorch: first, last
 *     and shortcut layers and the residual path at 8 bits there, too
 * @param differingClasses images that the two put into different classes
 * @param stored the integers as they are stored, with multipliers and shifts
 * @param libtorch codes against the fake-quantized network
 * @param onnxRuntime codes against ONNX Runtime on the file
 * @param ticks the same integers on the clocked engine, one entry an image
 */
public record IntegerPath(
    long fileBytes,
    IntegerStorage storage,
    int images,
    double integersPercent,
    double deployedPercent,
    int differingClasses,
    StoredConversions stored,
    DeployedNetworkVerification libtorch,
    DeployedNetworkVerification onnxRuntime,
    List<ClockedVerification> ticks) {
  /** Points of top-1 that integers and the deployed float network may be apart, or one image. */
  public static final double MOST_POINTS = 0.05;

  /**
   * The network as it is stored: sums of more than two bits to codes by multiplier and shift.
   *
   * @param percent top-1, 0..100
   * @param differingClasses images that it puts into other classes than exact thresholds do
   * @param imagesPerSecond by {@code threads} threads
   * @param errors of its conversions on the sums that exact thresholds lead to, over all images
   */
  public record StoredConversions(
      double percent,
      int differingClasses,
      double imagesPerSecond,
      int threads,
      List<ConversionError> errors) {
    public StoredConversions {
      errors = List.copyOf(errors);
    }
  }

  public IntegerPath {
    ticks = List.copyOf(ticks);
  }

  /** What did not hold, a line each; empty if everything did. */
  public List<String> failures() {
    List<String> failures = new ArrayList<>();
    for (DeployedNetworkVerification v : List.of(libtorch, onnxRuntime)) {
      if (!v.passed()) {
        failures.add(
            "%s: %d codes differ unexplained, %d of %d tensors of codes compared"
                .formatted(
                    v.against(), v.stepwise().unexplained(), v.comparedTensors(), v.codeTensors()));
      }
    }
    if (libtorch.largestLogitsApart() > DeployedNetworkVerification.FOLLOWS) {
      failures.add(
          "libtorch: outputs are %.1e of the largest from what its own codes make, expected 1e-4"
              .formatted(libtorch.largestLogitsApart()));
    }
    if (differingClasses > 1 && Math.abs(integersPercent - deployedPercent) > MOST_POINTS + 1e-9) {
      failures.add(
          "top-1: %.2f %% in integers, %.2f %% in float, expected them within 0.05 points"
              .formatted(integersPercent, deployedPercent));
    }
    for (ConversionError error : stored.errors()) {
      if (error.unexplained() > 0) {
        failures.add(
            "%s: %d codes of %s by multiplier and shift differ unexplained"
                .formatted(error.layer(), error.unexplained(), error.tensor()));
      }
    }
    ticks.forEach(
        t ->
            Stream.concat(t.differences().stream(), t.overflows().stream())
                .forEach(d -> failures.add(t.hardware() + ", image " + t.image() + ": " + d)));
    return failures;
  }

  public boolean passed() {
    return failures().isEmpty();
  }
}
