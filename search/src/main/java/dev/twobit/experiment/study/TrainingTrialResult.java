package dev.twobit.experiment.study;

import dev.twobit.training.LayerStatistics;
import dev.twobit.training.TrainingEpoch;
import java.util.List;

/**
 * A trained network's accuracy.
 *
 * @param top1Percent on the test images after the last epoch
 * @param top5Percent likewise; 100 with five classes or fewer
 * @param bestTop1Percent after the best epoch
 * @param layers in network order; empty unless asked for
 */
public record TrainingTrialResult(
    double top1Percent,
    double top5Percent,
    double bestTop1Percent,
    int bestEpoch,
    int testImages,
    List<TrainingEpoch> epochs,
    List<LayerStatistics> layers,
    double seconds)
    implements TrialResult {
  public TrainingTrialResult {
    epochs = List.copyOf(epochs);
    layers = List.copyOf(layers);
  }
}
