package dev.twobit.experiment.trial;

/**
 * Accuracy of the weights in a file by ONNX Runtime.
 *
 * @param top1Percent on the test images, 0..100
 * @param images of the test set
 * @param normalization that was used, as it can be given; empty: the one that was asked for
 * @param tried how many were compared, 1 if it was given
 */
public record EvaluationTrialResult(
    double top1Percent, int images, String normalization, int tried, double seconds)
    implements TrialResult {
  @Override
  public String outcome() {
    return TrialResult.test(top1Percent());
  }
}
