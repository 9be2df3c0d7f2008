package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.experiment.trial.Structure;
import dev.twobit.experiment.trial.TrainingTrial;
import java.util.List;

/**
 * One network of a study: how it is found, and how it is trained then.
 *
 * @param group arms that a table or figure takes together, such as {@code random}
 * @param label for tables
 * @param trainings without widths: they are of the network that is found
 */
record Arm(String group, String label, SearchTrial search, List<TrainingTrial> trainings) {
  Arm {
    trainings = List.copyOf(trainings);
  }

  /** The trainings of the network that was found, at the bits that were found. */
  List<TrainingTrial> trained(SearchTrialResult found) {
    return trainings.stream().map(t -> trained(t, found)).toList();
  }

  /** One of its trainings likewise. */
  TrainingTrial trained(TrainingTrial training, SearchTrialResult found) {
    return training
        .of(Structure.found(found, search.search().searchSettings().space().coupling()))
        .with(found.arithmetic(training.arithmetic()));
  }
}
