package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.EpochLog;
import dev.twobit.results.EpochRecord;
import dev.twobit.results.EpochRecord.EpochCost;
import dev.twobit.results.PhaseTime;
import dev.twobit.results.RunFacts;
import dev.twobit.search.SearchEpoch;
import dev.twobit.search.cost.Budget;
import dev.twobit.tensor.ConvolutionBackend;
import dev.twobit.training.TrainingEpoch;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** A run's epochs as reports show them, over all its sittings. */
final class EpochHistory {
  private final List<EpochLog.Sitting> sittings;
  private final List<SearchEpoch> searches;
  private final Map<String, List<TrainingEpoch>> trainings;
  private final List<Budget> budgets;

  private EpochHistory(
      List<EpochLog.Sitting> sittings,
      List<SearchEpoch> searches,
      Map<String, List<TrainingEpoch>> trainings,
      List<Budget> budgets) {
    this.sittings = sittings;
    this.searches = searches;
    this.trainings = trainings;
    this.budgets = budgets;
  }

  static EpochHistory read(EpochLog log, List<Budget> budgets) throws IOException {
    return new EpochHistory(log.sittings(), log.searches(), log.trainings(), budgets);
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

  private static EpochRecord record(String phase, TrainingEpoch e) {
    return new EpochRecord(
        phase,
        e.epoch(),
        e.trainLoss(),
        OptionalDouble.of(100 * e.trainAccuracy()),
        OptionalDouble.of(100 * e.testAccuracy()),
        OptionalDouble.empty(),
        List.of(),
        e.seconds());
  }

  /** Phases in the order they ran. */
  List<EpochRecord> epochs() {
    List<EpochRecord> all = new ArrayList<>();
    searches.forEach(e -> all.add(record(e, budgets)));
    trainings.forEach((phase, epochs) -> epochs.forEach(e -> all.add(record(phase, e))));
    return all;
  }

  /** Highest probability a layer's widest candidate of the time came to in any search epoch. */
  double highest(String layer) {
    return searches.stream()
        .filter(e -> e.phase().equals("search"))
        .flatMap(e -> Stream.ofNullable(e.probabilities().get(layer)))
        .mapToDouble(p -> p[p.length - 1])
        .max()
        .orElse(0);
  }

  List<PhaseTime> times() {
    Map<String, Times> phases = new LinkedHashMap<>();
    searches.forEach(e -> add(phases, e.phase(), e.seconds(), e.imagesPerSecond()));
    trainings.forEach(
        (phase, epochs) ->
            epochs.forEach(e -> add(phases, phase, e.seconds(), e.imagesPerSecond())));
    return phases.entrySet().stream().map(p -> p.getValue().of(p.getKey())).toList();
  }

  private static void add(
      Map<String, Times> phases, String phase, double seconds, double imagesPerSecond) {
    phases.merge(phase, new Times(seconds, seconds * imagesPerSecond), Times::plus);
  }

  /** What a phase took, and the images it looked at. */
  private record Times(double seconds, double images) {
    Times plus(Times other) {
      return new Times(seconds + other.seconds, images + other.images);
    }

    PhaseTime of(String phase) {
      return new PhaseTime(
          phase,
          seconds,
          seconds > 0 ? OptionalDouble.of(images / seconds) : OptionalDouble.empty());
    }
  }

  /** Of the run, which ends now. */
  RunFacts facts() {
    return RunFacts.of(
        started(), Instant.now(), wallSeconds(), ConvolutionBackend.current().description());
  }

  double wallSeconds() {
    return sittings.stream().mapToDouble(EpochLog.Sitting::seconds).sum();
  }

  /** Now, of a run without a sitting. */
  Instant started() {
    return sittings.isEmpty() ? Instant.now() : sittings.get(0).begin();
  }
}
