package dev.twobit.experiment.trial;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.search.SearchEpoch;
import dev.twobit.training.TrainingEpoch;
import java.util.List;
import java.util.Locale;

/** Tells of trials as they go; may be called from several threads. */
public final class StudyProgress implements TrialListener {
  private final ProgressLine line;
  private final boolean alone;
  private volatile double secondsLeft;

  /**
   * @param alone one trial at a time, so that a line may be rewritten in place
   */
  public StudyProgress(ProgressLine line, boolean alone) {
    this.line = line;
    this.alone = alone;
  }

  @Override
  public synchronized void say(String text) {
    line.say(text);
  }

  /** Sets how long the whole study will still take. */
  public void left(double seconds) {
    secondsLeft = seconds;
  }

  @Override
  public void search(SearchTrial trial, SearchEpoch e) {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "loss %.3f", e.weightLoss()));
    if (e.phase().equals("search")) {
      text.append(String.format(Locale.ROOT, "  held-out %.1f %%", 100 * e.architectureAccuracy()));
    }
    if (!e.expansions().isEmpty()) {
      text.append("  expanded ").append(e.expansions().size());
    }
    step(
        trial.search().method() + " " + trial.execution().seed() + " " + e.phase(),
        e.epoch(),
        e.epochs(),
        text);
  }

  @Override
  public void training(TrainingTrial trial, TrainingEpoch e, double best) {
    step(
        trial.title(),
        e.epoch(),
        e.epochs(),
        String.format(
            Locale.ROOT, "loss %.3f  test %.2f %%", e.trainLoss(), 100 * e.testAccuracy()));
  }

  private synchronized void step(String phase, int done, int total, CharSequence detail) {
    if (alone) {
      line.step(phase, done, total, List.of(detail.toString().split("  ", -1)), secondsLeft);
    } else {
      line.say(String.format(Locale.ROOT, "%-28s %3d/%-3d  %s", phase, done, total, detail));
    }
  }

  /** A trial ended. */
  public void done(int number, int of, Trial trial, TrialResult result) {
    say(
        String.format(
            Locale.ROOT,
            "trial %d of %d done: %s: %s (%.0f s)",
            number,
            of,
            trial.title(),
            result.outcome(),
            result.seconds()));
  }
}
