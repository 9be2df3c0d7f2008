package dev.twobit.experiment.trial;

import java.util.Optional;

/**
 * Accuracy of the weights in a file by ONNX Runtime.
 *
 * @param test on the test images
 * @param heldOut on the images that no training of the run sees; empty where there are none
 * @param normalization that was used, as it can be given; empty: the one that was asked for
 * @param tried how many were compared, 1 if it was given
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record EvaluationTrialResult(
    Part test, Optional<Part> heldOut, String normalization, int tried, double seconds)
    implements TrialResult {
  /**
   * Some of the images.
   *
   * @param top1Percent 0..100
   */
  public record Part(double top1Percent, int images) {}

  @Override
  public String outcome() {
    return TrialResult.test(test.top1Percent());
  }
}
