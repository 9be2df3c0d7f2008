package dev.twobit.experiment.run;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.experiment.trial.TrialListener;
import dev.twobit.results.EpochRecord;
import dev.twobit.results.EpochRecord.EpochCost;
import dev.twobit.search.SearchEpoch;
import dev.twobit.search.contest.TrainedJudge;
import dev.twobit.search.cost.Budget;
import dev.twobit.training.EpochPosition;
import dev.twobit.training.TrainingEpoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/** A line of progress an epoch, with what is left of the whole run. */
final class RunProgress implements TrialListener {
  private final ProgressLine line;
  private final RunWork work;
  private final List<Budget> budgets;
  private final Function<TrainingTrial, String> phase;
  private double bestInBand;

  /** Of candidates that a search trained; the one that runs is not in it. */
  private long candidateEpochs;

  private OptionalDouble bestSoFar = OptionalDouble.empty();

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
        searching ? searchDetails(e) : List.of(loss(e.weightLoss())),
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

  private List<String> searchDetails(SearchEpoch e) {
    List<String> details = new ArrayList<>();
    details.add(
        String.format(
            Locale.ROOT,
            "held-out %.1f %%%s",
            100 * e.architectureAccuracy(),
            bestInBand > 0 ? String.format(Locale.ROOT, " (best %.1f)", 100 * bestInBand) : ""));
    EpochRecord epoch = EpochHistory.record(e, budgets);
    for (EpochCost cost : epoch.costs()) {
      details.add(
          String.format(
              Locale.ROOT, "%s %.2f of budget", cost.kind().label(), cost.genotypeRelative()));
    }
    details.add(loss(e.weightLoss()));
    return details;
  }

  @Override
  public void judged(long epochs) {
    candidateEpochs = epochs;
  }

  @Override
  public void training(TrainingTrial trial, TrainingEpoch e, double best) {
    bestSoFar = e.epoch() < e.epochs() ? OptionalDouble.of(best) : OptionalDouble.empty();
    line.step(
        phase.apply(trial),
        e.epoch(),
        e.epochs(),
        List.of(
            String.format(Locale.ROOT, "test %.2f %%", 100 * e.testAccuracy()),
            String.format(Locale.ROOT, "best %.2f", 100 * best),
            loss(e.trainLoss())),
        work.secondsLeft(phase.apply(trial), e.epoch(), e.imagesPerSecond()));
  }

  @Override
  public void step(Trial trial, String name, EpochPosition at) {
    step(name, at);
  }

  /** The same, whatever the trial. */
  void step(String name, EpochPosition at) {
    List<String> details = new ArrayList<>();
    details.add(String.format(Locale.ROOT, "%d %% of it", 100L * at.step() / at.steps()));
    details.add(String.format(Locale.ROOT, "%.0f images/s", at.imagesPerSecond()));
    bestSoFar.ifPresent(b -> details.add(String.format(Locale.ROOT, "best %.2f %%", 100 * b)));
    double before = name.equals(TrainedJudge.PHASE) ? candidateEpochs : 0;
    line.within(
        name,
        at.epoch() + "/" + at.epochs(),
        details,
        work.has(name)
            ? work.secondsLeft(name, before + at.epochsDone(), at.imagesPerSecond())
            : Double.NaN);
  }

  private static String loss(double loss) {
    return String.format(Locale.ROOT, "loss %.3f", loss);
  }
}
