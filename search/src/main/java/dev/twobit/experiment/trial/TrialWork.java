package dev.twobit.experiment.trial;

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
    trial.requireFormat();
    return trial.fold(
        new Trial.Cases<TrialResult>() {
          @Override
          public TrialResult search(SearchTrial search) throws IOException {
            return new SearchWork(subjects, listener, places).run(search, folder, stop);
          }

          @Override
          public TrialResult training(TrainingTrial training) throws IOException {
            return new TrainingWork(subjects, listener, places).run(training, folder, stop);
          }

          @Override
          public TrialResult probe(ProbeTrial probe) throws IOException {
            return new ProbeWork(subjects, listener, places).run(probe, folder, stop);
          }

          @Override
          public TrialResult evaluation(EvaluationTrial evaluation) {
            return new EvaluationWork(subjects).run(evaluation);
          }

          @Override
          public TrialResult draw(DrawTrial draw) {
            return new ExamWork(subjects, listener).run(draw);
          }

          @Override
          public TrialResult judging(JudgingTrial judging) throws IOException {
            return new ExamWork(subjects, listener).run(judging, folder, stop);
          }
        });
  }
}
