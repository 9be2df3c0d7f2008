package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.EpochLog;
import dev.twobit.results.EpochRecord;
import dev.twobit.results.EpochRecord.EpochCost;
import dev.twobit.results.PhaseTime;
import dev.twobit.search.SearchEpoch;
import dev.twobit.search.cost.Budget;
import dev.twobit.training.TrainingEpoch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What {@code log.jsonl} tells of a run, over all its sittings. */
final class EpochHistory {
  /**
   * @param widest probability of each searched layer's widest candidate; empty outside the search
   */
  private record Entry(EpochRecord epoch, double imagesPerSecond, Map<String, Double> widest) {
    Entry {
      widest = Map.copyOf(widest);
    }
  }

  private final Map<String, TreeMap<Integer, Entry>> phases = new LinkedHashMap<>();
  private double wallSeconds;
  private Instant started = Instant.now();

  /** An epoch that was run again after a kill counts once, as it ran last. */
  static EpochHistory read(EpochLog log, List<Budget> budgets) throws IOException {
    EpochHistory history = new EpochHistory();
    Instant sitting = Instant.EPOCH;
    Instant last = Instant.EPOCH;
    for (EpochLog.Entry entry : log.entries()) {
      if (entry.isSitting()) {
        history.wallSeconds += seconds(sitting, last);
        if (sitting.equals(Instant.EPOCH)) {
          history.started = entry.time();
        }
        sitting = entry.time();
      }
      entry.search().forEach(e -> history.add(e, budgets));
      entry.training().forEach(e -> history.add(entry.phase(), e));
      last = entry.time();
    }
    history.wallSeconds += seconds(sitting, last);
    return history;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() * 1e-3;
  }

  private void add(SearchEpoch e, List<Budget> budgets) {
    Map<String, Double> widest = new LinkedHashMap<>();
    e.probabilities().forEach((unit, p) -> widest.put(unit, p[p.length - 1]));
    add(new Entry(record(e, budgets), e.imagesPerSecond(), widest));
  }

  private void add(String phase, TrainingEpoch e) {
    add(
        new Entry(
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
            Map.of()));
  }

  private void add(Entry entry) {
    phases
        .computeIfAbsent(entry.epoch().phase(), p -> new TreeMap<>())
        .put(entry.epoch().epoch(), entry);
  }

  /** What a report shows of an epoch. */
  static EpochRecord record(SearchEpoch e, List<Budget> budgets) {
    boolean searching = e.phase().equals("search");
    return new EpochRecord(
        e.phase(),
        e.epoch(),
        e.weightLoss(),
        OptionalDouble.empty(),
        searching ? OptionalDouble.of(100 * e.architectureAccuracy()) : OptionalDouble.empty(),
        searching ? OptionalDouble.of(e.temperature()) : OptionalDouble.empty(),
        searching ? costs(e, budgets) : List.of(),
        e.seconds());
  }

  private static List<EpochCost> costs(SearchEpoch e, List<Budget> budgets) {
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

  List<EpochRecord> epochs() {
    List<EpochRecord> all = new ArrayList<>();
    phases.values().forEach(epochs -> epochs.values().forEach(e -> all.add(e.epoch())));
    return all;
  }

  /** Highest probability a layer's widest candidate of the time came to in any search epoch. */
  double highest(String layer) {
    return phases.values().stream()
        .flatMap(epochs -> epochs.values().stream())
        .filter(e -> e.epoch().phase().equals("search"))
        .mapToDouble(e -> e.widest().getOrDefault(layer, 0.0))
        .max()
        .orElse(0);
  }

  List<PhaseTime> times() {
    List<PhaseTime> times = new ArrayList<>();
    phases.forEach(
        (phase, epochs) -> {
          double seconds = epochs.values().stream().mapToDouble(e -> e.epoch().seconds()).sum();
          double images =
              epochs.values().stream()
                  .mapToDouble(e -> e.epoch().seconds() * e.imagesPerSecond())
                  .sum();
          times.add(
              new PhaseTime(
                  phase,
                  seconds,
                  seconds > 0 ? OptionalDouble.of(images / seconds) : OptionalDouble.empty()));
        });
    return times;
  }

  double wallSeconds() {
    return wallSeconds;
  }

  Instant started() {
    return started;
  }
}
