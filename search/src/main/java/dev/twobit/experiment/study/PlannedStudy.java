package dev.twobit.experiment.study;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.experiment.trial.Stops;
import dev.twobit.results.study.StudyResult;
import dev.twobit.results.study.StudyRow;
import java.io.IOException;
import java.util.List;

/** Work of many trials, each kept, that can be told of before it is done. */
public interface PlannedStudy {
  /** What is to be done, and how long it will take: measures a step of each kind. */
  StudyPlan plan();

  /**
   * Runs what has no result yet.
   *
   * @param plan by {@link #plan}
   * @param rows given all rows whenever there is another; of a study without rows, never
   * @param stops ends it early with a {@code StudyStoppedException} or a {@code
   *     TrainingStoppedException}; what is done is kept
   */
  StudyResult run(StudyPlan plan, ProgressLine line, Stops stops, Rows rows) throws IOException;

  /** Takes the rows of a study as they come: all there are, in the study's order. */
  @FunctionalInterface
  interface Rows {
    void write(List<StudyRow> rows) throws IOException;
  }
}
