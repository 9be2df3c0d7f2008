package dev.twobit.experiment.run;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.TrialListener;
import dev.twobit.results.EpochRecord;
import dev.twobit.results.EpochRecord.EpochCost;
import dev.twobit.search.SearchEpoch;
import dev.twobit.search.cost.Budget;
import dev.twobit.training.TrainingEpoch;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A line of progress an epoch, with what is left of the whole run. */
final class RunProgress implements TrialListener {
  private final ProgressLine line;
  private final RunWork work;
  private final List<Budget> budgets;
  private final Function<TrainingTrial, String> phase;
  private double bestInBand;

  /**
   * @param phase what a training is called
   */
  RunProgress(
      ProgressLine line,
      RunWork work,
      List<Budget> budgets,
      Function<TrainingTrial, String> phase) {
    this.line = line;
    this.work = work;
    this.budgets = List.copyOf(budgets);
    this.phase = phase;
  }

  @Override
  public void say(String text) {
    line.say(text);
  }

  @Override
  public void search(SearchTrial trial, SearchEpoch e) {
    boolean searching = e.phase().equals("search");
    if (e.inBand()) {
      bestInBand = Math.max(bestInBand, e.architectureAccuracy());
    }
    line.step(
        e.phase(),
        e.epoch(),
        e.epochs(),
        searching ? searchDetail(e) : lossAndSpeed(e.weightLoss(), e.imagesPerSecond()),
        work.secondsLeft(e.phase(), e.epoch(), e.imagesPerSecond()));
    e.expansions()
        .forEach(
            x ->
                line.say(
                    String.format(
                        Locale.ROOT,
                        "  %s expanded: widest candidate %d -> %d channels, its probability was"
                            + " %.2f",
                        x.unit(),
                        x.fromWidth(),
                        x.toWidth(),
                        x.probability())));
  }

  private String searchDetail(SearchEpoch e) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%s  held-out %.1f %%%s",
                lossAndSpeed(e.weightLoss(), e.imagesPerSecond()),
                100 * e.architectureAccuracy(),
                bestInBand > 0
                    ? String.format(Locale.ROOT, " (best in band %.1f %%)", 100 * bestInBand)
                    : ""));
    EpochRecord epoch = EpochHistory.record(e, budgets);
    for (EpochCost cost : epoch.costs()) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %s %.3f of budget (expected %.3f)",
              cost.kind().label(),
              cost.genotypeRelative(),
              cost.expectedRelative()));
    }
    return text.toString();
  }

  @Override
  public void training(TrainingTrial trial, TrainingEpoch e, double best) {
    line.step(
        phase.apply(trial),
        e.epoch(),
        e.epochs(),
        String.format(
            Locale.ROOT,
            "%s  test %.2f %% (best %.2f %%)",
            lossAndSpeed(e.trainLoss(), e.imagesPerSecond()),
            100 * e.testAccuracy(),
            100 * best),
        work.secondsLeft(phase.apply(trial), e.epoch(), e.imagesPerSecond()));
  }

  private static String lossAndSpeed(double loss, double imagesPerSecond) {
    return String.format(Locale.ROOT, "loss %.3f  %.0f images/s", loss, imagesPerSecond);
  }
}
