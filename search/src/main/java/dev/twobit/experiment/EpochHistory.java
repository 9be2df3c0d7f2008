package dev.twobit.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.experiment.results.EpochRecord;
import dev.twobit.experiment.results.PhaseTime;
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
  static final String SITTING = "sitting";
  static final String EPOCH = "epoch";

  /**
   * @param widest probability of each searched layer's widest candidate; empty outside the search
   */
  record Entry(EpochRecord epoch, double imagesPerSecond, Map<String, Double> widest) {
    Entry {
      widest = Map.copyOf(widest);
    }
  }

  private final Map<String, TreeMap<Integer, Entry>> phases = new LinkedHashMap<>();
  private double wallSeconds;
  private Instant started = Instant.now();

  /** An epoch that was run again after a kill counts once, as it ran last. */
  static EpochHistory read(RunLog log) throws IOException {
    EpochHistory history = new EpochHistory();
    Instant sitting = Instant.EPOCH;
    Instant last = Instant.EPOCH;
    for (JsonNode line : log.lines()) {
      Instant time = Instant.parse(line.path("time").asText());
      String event = line.path("event").asText();
      if (event.equals(SITTING)) {
        history.wallSeconds += seconds(sitting, last);
        if (sitting.equals(Instant.EPOCH)) {
          history.started = time;
        }
        sitting = time;
      } else if (event.equals(EPOCH)) {
        history.add(log, line);
      }
      last = time;
    }
    history.wallSeconds += seconds(sitting, last);
    return history;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() * 1e-3;
  }

  private void add(RunLog log, JsonNode line) throws IOException {
    EpochRecord epoch = log.value(line.path("record"), EpochRecord.class);
    Map<String, Double> widest = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> unit :
        line.path("search").path("probabilities").properties()) {
      JsonNode p = unit.getValue();
      widest.put(unit.getKey(), p.path(p.size() - 1).asDouble());
    }
    phases
        .computeIfAbsent(epoch.phase(), p -> new TreeMap<>())
        .put(epoch.epoch(), new Entry(epoch, line.path("imagesPerSecond").asDouble(), widest));
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
