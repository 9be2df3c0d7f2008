package dev.twobit.experiment.study;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.experiment.trial.Stops;
import dev.twobit.results.study.StudyResult;
import java.io.IOException;

/** Work of many trials, each kept, that can be told of before it is done. */
public interface PlannedStudy {
  /** What is to be done, and how long it will take: measures a step of each kind. */
  StudyPlan plan();

  /**
   * Runs what has no result yet.
   *
   * @param plan by {@link #plan}
   * @param stops ends it early with a {@code StudyStoppedException} or a {@code
   *     TrainingStoppedException}; what is done is kept
   */
  StudyResult run(StudyPlan plan, ProgressLine line, Stops stops) throws IOException;
}
