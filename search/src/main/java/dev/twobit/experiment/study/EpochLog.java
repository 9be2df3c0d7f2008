package dev.twobit.experiment.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
  private final Path file;
  private final Class<T> type;
  private final Function<T, String> phase;
  private final Function<T, Integer> epoch;

  EpochLog(Path file, Class<T> type, Function<T, String> phase, Function<T, Integer> epoch) {
    this.file = file;
    this.type = type;
    this.phase = phase;
    this.epoch = epoch;
  }

  /** A line that a kill cut short is ended first. */
  void open() throws IOException {
    if (Files.exists(file) && Files.size(file) > 0) {
      try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
        log.seek(log.length() - 1);
        if (log.read() != '\n') {
          log.write('\n');
        }
      }
    }
  }

  void add(T value) {
    try {
      Files.writeString(
          file, TrialJson.line(value) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In the order of phases and epochs. */
  List<T> read() throws IOException {
    Map<String, TreeMap<Integer, T>> phases = new LinkedHashMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        try {
          T value = TrialJson.read(line, type);
          phases
              .computeIfAbsent(phase.apply(value), p -> new TreeMap<>())
              .put(epoch.apply(value), value);
        } catch (JsonProcessingException e) {
          continue; // cut short by a kill: the epoch was run again
        }
      }
    }
    return phases.values().stream().flatMap(p -> p.values().stream()).toList();
  }
}
