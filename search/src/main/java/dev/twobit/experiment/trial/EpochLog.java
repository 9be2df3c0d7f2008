package dev.twobit.experiment.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.io.LineLog;
import dev.twobit.json.Json;
import dev.twobit.search.SearchEpoch;
import dev.twobit.training.TrainingEpoch;
import dev.twobit.training.TrainingStoppedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * {@code log.jsonl}: what happens, one JSON object a line, appended as it does. An epoch that a
 * kill made run twice is there twice; the later one counts.
 */
public final class EpochLog {
  /** A process begins, or goes on, with what the log is of. */
  public static final String SITTING = "sitting";

  /** What ended a sitting was a fault; its {@code message} says which. */
  public static final String FAILED = "failed";

  private static final String EPOCH = "epoch";
  private static final String SEARCH = "search";
  private static final String TRAINING = "training";

  private final LineLog file;

  /** A line that a kill cut short is cut off: what it told of is run again. */
  public EpochLog(Path file) throws IOException {
    this(new LineLog(file));
    this.file.repair();
  }

  private EpochLog(LineLog file) {
    this.file = file;
  }

  /** One that another process may be writing, for its whole lines. */
  public static EpochLog reading(Path file) {
    return new EpochLog(new LineLog(file));
  }

  /** What happens in a sitting; a fault that ends it is noted, a stop is none. */
  public <T> T noting(Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (StudyStoppedException | TrainingStoppedException e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      write(FAILED, Map.of("message", e.getMessage() == null ? e.toString() : e.getMessage()));
      throw e;
    }
  }

  /**
   * A part of a run.
   *
   * @param <T> what it ends with
   */
  public interface Work<T> {
    T run() throws IOException;
  }

  /** Appends {@code fields} with the event's name and the time. */
  public void write(String event, Map<String, ?> fields) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", Instant.now().toString());
    line.put("event", event);
    line.putAll(fields);
    try {
      file.append(Json.line(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void add(SearchEpoch epoch) {
    write(EPOCH, fields(epoch.phase(), SEARCH, epoch));
  }

  void add(String phase, TrainingEpoch epoch) {
    write(EPOCH, fields(phase, TRAINING, epoch));
  }

  private static Map<String, Object> fields(String phase, String kind, Object epoch) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("phase", phase);
    fields.put(kind, epoch);
    return fields;
  }

  /** Every whole line, oldest first. */
  public List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String line : file.lines()) {
      try {
        entries.add(new Entry(Json.parse(line)));
      } catch (JsonProcessingException e) {
        continue; // cut short by a kill, by an earlier version
      }
    }
    return entries;
  }

  /** Epochs of warm-up and search, in the order of phases and epochs. */
  public List<SearchEpoch> searches() throws IOException {
    Map<String, List<SearchEpoch>> phases = new LinkedHashMap<>();
    for (Entry entry : entries()) {
      entry.search().forEach(e -> phases.computeIfAbsent(e.phase(), p -> new ArrayList<>()).add(e));
    }
    return phases.values().stream().flatMap(p -> latest(p, SearchEpoch::epoch).stream()).toList();
  }

  /** Epochs of one training. */
  List<TrainingEpoch> trainings(String phase) throws IOException {
    return trainings().getOrDefault(phase, List.of());
  }

  /** Epochs of every training by its phase, in the order of phases and epochs. */
  public Map<String, List<TrainingEpoch>> trainings() throws IOException {
    Map<String, List<TrainingEpoch>> phases = new LinkedHashMap<>();
    for (Entry entry : entries()) {
      entry
          .training()
          .forEach(e -> phases.computeIfAbsent(entry.phase(), p -> new ArrayList<>()).add(e));
    }
    phases.replaceAll((phase, epochs) -> latest(epochs, TrainingEpoch::epoch));
    return phases;
  }

  /** From the first line of a sitting to its last. */
  public record Sitting(Instant begin, Instant end) {
    public double seconds() {
      return Duration.between(begin, end).toMillis() * 1e-3;
    }
  }

  /** Oldest first. */
  public List<Sitting> sittings() throws IOException {
    List<Sitting> sittings = new ArrayList<>();
    for (Entry entry : entries()) {
      if (entry.isSitting()) {
        sittings.add(new Sitting(entry.time(), entry.time()));
      } else if (!sittings.isEmpty()) {
        int last = sittings.size() - 1;
        sittings.set(last, new Sitting(sittings.get(last).begin(), entry.time()));
      }
    }
    return sittings;
  }

  private static <T> List<T> latest(List<T> epochs, ToIntFunction<T> number) {
    TreeMap<Integer, T> last = new TreeMap<>();
    epochs.forEach(e -> last.put(number.applyAsInt(e), e));
    return List.copyOf(last.values());
  }

  /** One line. */
  public record Entry(JsonNode line) {
    private Instant time() {
      return Instant.parse(line.path("time").asText());
    }

    private boolean isSitting() {
      return line.path("event").asText().equals(SITTING);
    }

    /** Phase of an epoch; empty in other lines. */
    private String phase() {
      return line.path("phase").asText();
    }

    /** None or one. */
    private List<SearchEpoch> search() {
      return value(SEARCH, SearchEpoch.class);
    }

    /** None or one. */
    private List<TrainingEpoch> training() {
      return value(TRAINING, TrainingEpoch.class);
    }

    private <T> List<T> value(String key, Class<T> type) {
      try {
        return line.path("event").asText().equals(EPOCH) && line.has(key)
            ? List.of(Json.value(line.path(key), type))
            : List.of();
      } catch (JsonProcessingException e) {
        return List.of(); // of an earlier version
      }
    }
  }
}
