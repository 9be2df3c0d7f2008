package dev.twobit.experiment.trial;

import dev.twobit.training.LayerStatistics;
import dev.twobit.training.TrainingEpoch;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A trained network's accuracy.
 *
 * @param test on the test images
 * @param deployedTop1Percent of {@code deployed.onnx} by ONNX Runtime; empty unless asked for
 * @param layers in network order; empty unless asked for
 * @param codes of quantized layers; empty unless asked for
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record TrainingTrialResult(
    Test test,
    OptionalDouble deployedTop1Percent,
    List<TrainingEpoch> epochs,
    List<LayerStatistics> layers,
    Optional<CodeUse> codes,
    double seconds)
    implements TrialResult {
  public TrainingTrialResult {
    epochs = List.copyOf(epochs);
    layers = List.copyOf(layers);
  }

  /**
   * Accuracies, 0..100.
   *
   * @param top1Percent after the last epoch
   * @param top5Percent likewise; 100 with five classes or fewer
   * @param bestTop1Percent after the best epoch
   * @param bestEpoch from 1, the first of the best
   */
  public record Test(
      double top1Percent, double top5Percent, double bestTop1Percent, int bestEpoch, int images) {}

  public double top1Percent() {
    return test.top1Percent();
  }

  public double top5Percent() {
    return test.top5Percent();
  }

  public double bestTop1Percent() {
    return test.bestTop1Percent();
  }

  @Override
  public String outcome() {
    return TrialResult.test(top1Percent());
  }
}
