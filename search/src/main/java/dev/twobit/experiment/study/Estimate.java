package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.CandidateTraining;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.Structure;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.training.data.DatasetPair;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a trial will take here: a measured step, times how often it is made. Simulation,
 * checkpoints and what expansion adds to a super-net are not in it.
 */
final class Estimate {
  /** Evaluation is a forward pass, a third of a step's work. */
  private static final double FORWARD_SHARE = 1.0 / 3;

  private static final Pattern TIMES = Pattern.compile("([0-9]*\\.?[0-9]+)x");

  private final Subjects subjects;
  private final StepTimes steps;

  Estimate(Subjects subjects) {
    this.subjects = subjects;
    this.steps = new StepTimes(subjects);
  }

  /** Methods that only count and simulate are taken as free. */
  double seconds(SearchTrial trial) {
    return SearchMethodRegistry.isByGradient(trial.search().method())
        ? byGradient(trial)
        : trial.candidates().map(c -> compared(trial, c)).orElse(0.0);
  }

  private double byGradient(SearchTrial trial) {
    SearchSettings settings = trial.search().searchSettings();
    DatasetPair data = subjects.images(trial.subject().images()).data();
    long images = data.train().size();
    if (settings.images().imagesPerClass() > 0) {
      images = Math.min(images, (long) settings.images().imagesPerClass() * data.train().classes());
    }
    double half = images / 2.0;
    // A search epoch is a step on the weights and one on the architecture for every batch.
    return steps.search(trial)
        * half
        * (settings.epochs().warmupEpochs() + 2.0 * settings.epochs().searchEpochs());
  }

  /** Networks that are trained on the way to a choice are taken as large as the original. */
  private double compared(SearchTrial trial, CandidateTraining candidates) {
    long epochs =
        SearchMethodRegistry.trainedEpochs(
            trial.search().method(),
            trial.search().searchSettings(),
            candidates.training().values().epochs());
    if (epochs == 0) {
      return 0;
    }
    TrainingTrial training =
        new TrainingTrial(
            trial.format(),
            trial.subject(),
            Structure.ORIGINAL,
            trial.arithmetic(),
            candidates.training(),
            candidates.start(),
            TrainingTrial.Outputs.NONE,
            trial.execution());
    double images = subjects.images(trial.subject().images()).data().train().size();
    return secondsAnImage(training) * images * epochs;
  }

  /** A teacher answers by a forward pass. */
  private double secondsAnImage(TrainingTrial trial) {
    return steps.training(trial) * (trial.start().teacher().isPresent() ? 1 + FORWARD_SHARE : 1);
  }

  /**
   * @param search how its network is found: of a multiple of the original's cost, a step takes that
   *     multiple
   */
  double seconds(TrainingTrial trial, SearchTrial search) {
    DatasetPair data = subjects.images(trial.subject().images()).data();
    double images = data.train().size() + FORWARD_SHARE * data.test().size();
    return secondsAnImage(trial) * images * trial.training().values().epochs() * size(search);
  }

  /** Size of a network that is not found yet, as a multiple of the original. */
  static double size(SearchTrial search) {
    if (search.search().method().startsWith("wrpn:")) {
      double multiplier = Double.parseDouble(search.search().method().substring("wrpn:".length()));
      return multiplier * multiplier;
    }
    if (search.search().method().equals("original")) {
      return 1;
    }
    double least = Double.POSITIVE_INFINITY;
    for (String budget : search.search().budgets()) {
      Matcher times = TIMES.matcher(budget);
      if (times.find()) {
        least = Math.min(least, Double.parseDouble(times.group(1)));
      }
    }
    return Double.isFinite(least) ? least : 1;
  }
}
