package dev.twobit.experiment.trial;

import dev.twobit.search.SearchEpoch;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.exam.Exam;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.nio.file.Path;

/** Runs the trials of the judges' exam. */
final class ExamWork {
  private final Subjects subjects;
  private final TrialListener listener;

  ExamWork(Subjects subjects, TrialListener listener) {
    this.subjects = subjects;
    this.listener = listener;
  }

  private Exam exam(SearchTrial search) {
    return new Exam(SearchWork.task(subjects, search), search.search().searchSettings());
  }

  DrawTrialResult run(DrawTrial trial) {
    long start = System.nanoTime();
    return new DrawTrialResult(exam(trial.search()).draw(trial.networks()), since(start));
  }

  JudgingTrialResult run(JudgingTrial trial, Path folder, StopRequest stop) throws IOException {
    long start = System.nanoTime();
    return new JudgingTrialResult(
        exam(trial.search())
            .ask(
                trial.question(),
                folder.resolve(TrialWork.CHECKPOINT + "-judging"),
                stop,
                new Told(listener)),
        since(start));
  }

  private record Told(TrialListener listener) implements SearchProgress {
    @Override
    public void epoch(SearchEpoch epoch) {
      throw new IllegalStateException("judges search by no gradient");
    }

    @Override
    public void say(String line) {
      listener.say(line);
    }
  }

  private static double since(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}
