package dev.twobit.experiment.trial;

import dev.twobit.network.InvalidInputException;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.nio.file.Path;

/** Runs one trial in its folder, from its beginning or from where it was interrupted. */
public final class TrialWork {
  /** Files that begin so are what a trial goes on from; they go when it has its result. */
  static final String CHECKPOINT = "checkpoint";

  private final Subjects subjects;
  private final TrialListener listener;
  private final TrialPlaces places;

  public TrialWork(Subjects subjects, TrialListener listener, TrialPlaces places) {
    this.subjects = subjects;
    this.listener = listener;
    this.places = places;
  }

  TrialResult run(Trial trial, Path folder, StopRequest stop) throws IOException {
    if (trial.format() != Trial.FORMAT) {
      throw new InvalidInputException(
          "trial: found format " + trial.format() + ", expected " + Trial.FORMAT);
    }
    if (trial instanceof SearchTrial search) {
      return new SearchWork(subjects, listener)
          .run(search, folder, places.log(trial, folder), stop);
    }
    if (trial instanceof TrainingTrial training) {
      return new TrainingWork(subjects, listener, places).run(training, folder, stop);
    }
    if (trial instanceof EvaluationTrial evaluation) {
      return new EvaluationWork(subjects).run(evaluation);
    }
    throw new IllegalStateException("unknown trial " + trial);
  }
}
