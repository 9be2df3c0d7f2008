package dev.twobit.experiment.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.twobit.io.LineLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Epochs of a trial as lines of JSON, appended as they end. An epoch that a kill made run twice is
 * there twice; the later one counts.
 */
final class EpochLog<T> {
  private final LineLog file;
  private final Class<T> type;
  private final Function<T, String> phase;
  private final Function<T, Integer> epoch;

  EpochLog(Path file, Class<T> type, Function<T, String> phase, Function<T, Integer> epoch) {
    this.file = new LineLog(file);
    this.type = type;
    this.phase = phase;
    this.epoch = epoch;
  }

  /** A line that a kill cut short is cut off first: the epoch is run again. */
  void open() throws IOException {
    file.repair();
  }

  void add(T value) {
    try {
      file.append(TrialJson.line(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In the order of phases and epochs. */
  List<T> read() throws IOException {
    Map<String, TreeMap<Integer, T>> phases = new LinkedHashMap<>();
    for (String line : file.lines()) {
      try {
        T value = TrialJson.read(line, type);
        phases
            .computeIfAbsent(phase.apply(value), p -> new TreeMap<>())
            .put(epoch.apply(value), value);
      } catch (JsonProcessingException e) {
        continue; // cut short by a kill, by an earlier version
      }
    }
    return phases.values().stream().flatMap(p -> p.values().stream()).toList();
  }
}
