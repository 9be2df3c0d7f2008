package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.TrainingTrialResult;
import java.nio.file.Path;
import java.util.List;

/**
 * An arm with what its trials ended with.
 *
 * @param trained the trainings, with the widths that were found
 * @param trainings their results, in the arm's order
 */
record ArmResult(
    Arm arm,
    SearchTrialResult found,
    List<TrainingTrial> trained,
    List<TrainingTrialResult> trainings) {
  ArmResult {
    trained = List.copyOf(trained);
    trainings = List.copyOf(trainings);
  }

  /** Name of its file. */
  String model() {
    Path file = Path.of(arm.search().subject().model().where());
    return String.valueOf(file.getFileName());
  }

  List<Double> accuracies() {
    return trainings.stream().map(TrainingTrialResult::top1Percent).toList();
  }
}
