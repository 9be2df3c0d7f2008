package dev.twobit.experiment;

import dev.twobit.experiment.results.EpochRecord;
import dev.twobit.experiment.results.EpochRecord.EpochCost;
import dev.twobit.search.Budget;
import dev.twobit.search.SearchEpoch;
import dev.twobit.training.TrainingEpoch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Tells of every epoch as it ends: a line of progress, a line of the log. */
final class RunJournal {
  private final RunLog log;
  private final ProgressLine progress;
  private final RunWork work;
  private final List<Budget> budgets;
  private double bestInBand;
  private double bestTest;

  RunJournal(RunLog log, ProgressLine progress, RunWork work, List<Budget> budgets) {
    this.log = log;
    this.progress = progress;
    this.work = work;
    this.budgets = List.copyOf(budgets);
  }

  void say(String event, String message) {
    progress.say(message);
    write(event, Map.of("message", message));
  }

  void search(SearchEpoch e) {
    boolean searching = e.phase().equals("search");
    if (e.inBand()) {
      bestInBand = Math.max(bestInBand, e.architectureAccuracy());
    }
    EpochRecord epoch =
        new EpochRecord(
            e.phase(),
            e.epoch(),
            e.weightLoss(),
            OptionalDouble.empty(),
            searching ? OptionalDouble.of(100 * e.architectureAccuracy()) : OptionalDouble.empty(),
            searching ? OptionalDouble.of(e.temperature()) : OptionalDouble.empty(),
            searching ? costs(e) : List.of(),
            e.seconds());
    progress.step(
        e.phase(),
        e.epoch(),
        e.epochs(),
        searching ? searchDetail(e, epoch) : lossAndSpeed(e.weightLoss(), e.imagesPerSecond()),
        work.secondsLeft(e.phase(), e.epoch(), e.imagesPerSecond()));
    e.expansions()
        .forEach(
            x ->
                progress.say(
                    String.format(
                        Locale.ROOT,
                        "  %s expanded: widest candidate %d -> %d channels, its probability was"
                            + " %.2f",
                        x.unit(),
                        x.fromWidth(),
                        x.toWidth(),
                        x.probability())));
    write(epoch, e.imagesPerSecond(), "search", e);
  }

  private String searchDetail(SearchEpoch e, EpochRecord epoch) {
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

  private List<EpochCost> costs(SearchEpoch e) {
    List<EpochCost> costs = new ArrayList<>();
    for (Budget b : budgets) {
      costs.add(
          new EpochCost(
              b.kind(),
              e.expected().getOrDefault(b.kind(), 0.0) / b.limit(),
              e.genotypeCosts().getOrDefault(b.kind(), 0.0) / b.limit()));
    }
    return costs;
  }

  /** One final training begins. */
  void startTraining() {
    bestTest = 0;
  }

  void training(String phase, TrainingEpoch e) {
    bestTest = Math.max(bestTest, e.testAccuracy());
    progress.step(
        phase,
        e.epoch(),
        e.epochs(),
        String.format(
            Locale.ROOT,
            "%s  test %.2f %% (best %.2f %%)",
            lossAndSpeed(e.trainLoss(), e.imagesPerSecond()),
            100 * e.testAccuracy(),
            100 * bestTest),
        work.secondsLeft(phase, e.epoch(), e.imagesPerSecond()));
    write(
        new EpochRecord(
            phase,
            e.epoch(),
            e.trainLoss(),
            OptionalDouble.of(100 * e.trainAccuracy()),
            OptionalDouble.of(100 * e.testAccuracy()),
            OptionalDouble.empty(),
            List.of(),
            e.seconds()),
        e.imagesPerSecond(),
        "training",
        e);
  }

  private static String lossAndSpeed(double loss, double imagesPerSecond) {
    return String.format(Locale.ROOT, "loss %.3f  %.0f images/s", loss, imagesPerSecond);
  }

  private void write(EpochRecord epoch, double imagesPerSecond, String kind, Object detail) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("record", epoch);
    line.put("imagesPerSecond", imagesPerSecond);
    line.put(kind, detail);
    write(EpochHistory.EPOCH, line);
  }

  void write(String event, Map<String, ?> fields) {
    try {
      log.write(event, fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
