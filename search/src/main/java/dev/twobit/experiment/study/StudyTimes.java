package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.StudyProgress;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.experiment.trial.TrialResult;

/** How far a study is: what is left is reckoned by the plan, corrected by the trials so far. */
public final class StudyTimes {
  private final StudyPlan plan;
  private final StudyProgress progress;
  private final long start = System.nanoTime();
  private int done;

  public StudyTimes(StudyPlan plan, StudyProgress progress) {
    this.plan = plan;
    this.progress = progress;
    this.done = (int) plan.done();
    progress.left(plan.seconds());
  }

  /** A trial of the plan has its result. */
  public void done(Trial trial, TrialResult result) {
    done++;
    double share = (double) (done - plan.done()) / Math.max(1, plan.trials().size() - plan.done());
    double spent = (System.nanoTime() - start) * 1e-9;
    progress.left(Math.max(0, share < 0.2 ? plan.seconds() - spent : spent * (1 - share) / share));
    progress.done(done, plan.trials().size(), trial, result);
  }
}
