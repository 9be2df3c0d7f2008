package dev.twobit.experiment.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.experiment.Software;
import dev.twobit.io.AtomicFile;
import dev.twobit.json.Json;
import dev.twobit.json.Yaml;
import dev.twobit.network.InvalidInputException;
import dev.twobit.results.ResultFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The one folder a run writes to, held by one process at a time. */
final class RunFolder implements AutoCloseable {
  static final String COMMAND = "command";

  private static final int ATTEMPTS = 5;
  private static final int PAUSE_MILLISECONDS = 50;

  private final Path root;
  private final FileChannel lockChannel;
  private final FileLock lock;

  private RunFolder(Path root, FileChannel lockChannel, FileLock lock) {
    this.root = root;
    this.lockChannel = lockChannel;
    this.lock = lock;
  }

  /**
   * Refuses a folder that already holds a run unless {@code resume}, and one that another holds.
   */
  static RunFolder open(Path root, boolean resume) throws IOException {
    RunStates.requireFree(root, resume);
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new InvalidInputException(root + ": found a file, expected a folder for the run");
    }
    Files.createDirectories(root);
    FileChannel channel =
        FileChannel.open(
            root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    return new RunFolder(root, channel, lock(root, channel));
  }

  /** Whoever asks whether the run goes on holds the lock for a moment, and is waited for. */
  private static FileLock lock(Path root, FileChannel channel) throws IOException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
      pause();
    }
    channel.close();
    throw new InvalidInputException(root + ": another process is writing this run");
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Path root() {
    return root;
  }

  Path runYaml() {
    return root.resolve("run.yaml");
  }

  Path log() {
    return root.resolve("log.jsonl");
  }

  Path results() {
    return root.resolve("results.json");
  }

  Path report() {
    return root.resolve("report.html");
  }

  Path adaptedOnnx() {
    return adaptedOnnx("");
  }

  /**
   * The network of one budget of several.
   *
   * @param of {@code -latency-0.6x}; empty: of the only one
   */
  Path adaptedOnnx(String of) {
    return root.resolve("adapted" + of + ".onnx");
  }

  /** What networks scored that searches trained to choose by, where several searches share it. */
  Path scores() {
    return root.resolve("scores");
  }

  /** What the run is made of, each kept under its key. */
  Path trials() {
    return root.resolve("trials");
  }

  /** Checkpoints of a training that are kept when it is done, e.g. {@code training}. */
  Path checkpoints(String phase) {
    return root.resolve("checkpoints").resolve(phase);
  }

  /** A deployed network that is not the result itself, e.g. {@code original-seed1}. */
  Path deployed(String name) {
    return root.resolve("deployed").resolve(name + ".onnx");
  }

  /** For results: one that was written, with what it holds in a few words. */
  static ResultFile file(Path file, String content) throws IOException {
    return new ResultFile(String.valueOf(file.getFileName()), Files.size(file), content);
  }

  /**
   * Writes what the run was asked for, or makes sure that what is resumed was asked for alike; the
   * first key that differs is named.
   */
  void claim(Object asked) throws IOException {
    String text = Yaml.text(asked);
    if (!Files.exists(runYaml())) {
      AtomicFile.writeText(runYaml(), text);
      return;
    }
    JsonNode found;
    try {
      found = Yaml.parse(Files.readString(runYaml()));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          runYaml() + ": is no YAML; expected what the run was asked for", e);
    }
    requireFormat(found);
    requireEqual(found, Yaml.parse(text), "");
  }

  /** Adds what the run decided to what it was asked for. */
  void record(String key, Object decided) throws IOException {
    ObjectNode run = (ObjectNode) Yaml.parse(Files.readString(runYaml()));
    run.set(key, Json.tree(decided));
    AtomicFile.writeText(runYaml(), Yaml.text(run));
  }

  /** What an earlier sitting recorded; throws a one-line error for what is none. */
  <T> Optional<T> recorded(String key, Class<T> type) throws IOException {
    JsonNode found = Yaml.parse(Files.readString(runYaml())).path(key);
    try {
      return found.isMissingNode()
          ? Optional.empty()
          : Optional.of(Json.complete(found.toString(), type));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          runYaml() + ": " + key + ": found what no run records, expected what the run decided", e);
    }
  }

  /** Keeps the command that began the run; an earlier sitting's stays. */
  void begunBy(List<String> command) throws IOException {
    if (!command.isEmpty() && command().isEmpty()) {
      record(COMMAND, command);
    }
  }

  /** The words that began the run, {@code twobit} first; empty if none were kept. */
  List<String> command() throws IOException {
    return recorded(COMMAND, String[].class).map(List::of).orElse(List.of());
  }

  /** A run of another format cannot be gone on with; one that is no run is told of by its keys. */
  private void requireFormat(JsonNode found) {
    int format = found.at("/software/format").asInt(1);
    if (format != Software.FORMAT) {
      String by = found.path("twobit").asText(found.at("/software/twobit").asText("unknown"));
      throw new InvalidInputException(
          runYaml()
              + ": was written by twobit "
              + by
              + " in format "
              + format
              + ", expected format "
              + Software.FORMAT
              + "; finish the run with the twobit it was begun with, or begin another");
    }
  }

  /** The first key in which the two differ is named, with dots. */
  private void requireEqual(JsonNode found, JsonNode expected, String path) {
    for (Map.Entry<String, JsonNode> entry : expected.properties()) {
      JsonNode was = found.path(entry.getKey());
      JsonNode now = entry.getValue();
      if (was.isObject() && now.isObject()) {
        requireEqual(was, now, path + entry.getKey() + ".");
      } else if (!was.equals(now) && !isNewChoice(was, now)) {
        throw new InvalidInputException(
            runYaml()
                + ": the run was begun with "
                + path
                + entry.getKey()
                + " "
                + was
                + ", now asked for with "
                + now
                + "; resume with the same options");
      }
    }
  }

  /** Runs begun before there was a choice did not make it. */
  private static boolean isNewChoice(JsonNode was, JsonNode now) {
    boolean none = now.isBoolean() ? !now.booleanValue() : now.isArray() && now.isEmpty();
    return was.isMissingNode() && none;
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockChannel.close();
  }
}
