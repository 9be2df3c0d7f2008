package dev.twobit.experiment.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.twobit.io.AtomicFile;
import dev.twobit.json.Json;
import dev.twobit.network.InvalidInputException;
import dev.twobit.tensor.InstructionSets;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Trials by content: {@code trials/KEY/} with {@code trial.json}, {@code result.json} once there is
 * one, and until then what the trial goes on from.
 */
public final class TrialCache {
  private static final String TRIAL = "trial.json";
  private static final String RESULT = "result.json";
  private static final String FAILURE = "failure.json";
  private static final String INSTRUCTIONS = "instructions.json";
  private static final String LOCK = ".lock";

  private final Path root;

  /** The folder is made when the first trial is begun. */
  public TrialCache(Path root) {
    this.root = root;
  }

  /** The trial's own folder. */
  public Path folder(Trial trial) {
    return root.resolve(TrialJson.key(trial));
  }

  /** Held by one process and thread at a time. */
  interface Hold extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** Keeps what the trial is, with the absolute names that its files have now. */
  public Path write(Trial trial) throws IOException {
    Path file = folder(trial).resolve(TRIAL);
    String text = Json.indented(PortableTrial.of(trial)) + "\n";
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      AtomicFile.writeText(file, text);
    }
    return file;
  }

  /**
   * Makes the folder and says in it what the trial is.
   *
   * @return empty while another process or thread holds the trial
   */
  Optional<Hold> claim(Trial trial) throws IOException {
    Path folder = folder(trial);
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      return Optional.empty();
    }
    write(trial);
    return Optional.of(channel::close);
  }

  /**
   * All trials of a folder are computed with the same instructions, for their bits are compared.
   * The first that computes says with which; throws a one-line error for others.
   */
  public void require(InstructionSets own) throws IOException {
    Path file = root.resolve(INSTRUCTIONS);
    if (!Files.exists(file)) {
      AtomicFile.writeText(file, Json.indented(own) + "\n");
    }
    InstructionSets kept = read(file, InstructionSets.class);
    if (!kept.equals(own)) {
      throw new InvalidInputException(
          "%s: found trials computed with %s, but this process computes with %s; expected the same (set these variables, or take another folder)"
              .formatted(root, kept, own));
    }
  }

  /** A damaged file counts as none: the trial is run again. */
  public Optional<TrialResult> find(Trial trial) {
    Path file = folder(trial).resolve(RESULT);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.complete(Files.readString(file), TrialResult.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** A search with its result. */
  public record KeptSearch(String key, SearchTrial trial, SearchTrialResult result) {}

  /** Every search that ended, by key. Throws a one-line error for files that are no trial's. */
  public List<KeptSearch> searches() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    List<Path> folders;
    try (Stream<Path> all = Files.list(root)) {
      folders = all.filter(f -> Files.exists(f.resolve(RESULT))).sorted().toList();
    }
    List<KeptSearch> searches = new ArrayList<>();
    for (Path folder : folders) {
      if (read(folder.resolve(TRIAL), Trial.class) instanceof SearchTrial trial
          && read(folder.resolve(RESULT), TrialResult.class) instanceof SearchTrialResult result) {
        searches.add(new KeptSearch(String.valueOf(folder.getFileName()), trial, result));
      }
    }
    return searches;
  }

  private static <T> T read(Path file, Class<T> type) throws IOException {
    try {
      return Json.complete(Files.readString(file), type);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + ": found no such file, expected a trial's", e);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          file + ": found " + e.getOriginalMessage() + "; expected what a study wrote", e);
    }
  }

  /** Why the last try of a trial ended without a result; empty where another try may have one. */
  public Optional<TrialFailure> failure(Trial trial) throws IOException {
    Path file = folder(trial).resolve(FAILURE);
    return Files.exists(file) ? Optional.of(read(file, TrialFailure.class)) : Optional.empty();
  }

  void put(Trial trial, TrialFailure failure) throws IOException {
    AtomicFile.writeText(folder(trial).resolve(FAILURE), Json.indented(failure) + "\n");
  }

  /** What was wrong with a trial may have been put right. */
  public void forgetFailure(Trial trial) throws IOException {
    Files.deleteIfExists(folder(trial).resolve(FAILURE));
  }

  /** Whether a trial has come to an end that no other try would change. */
  public boolean isOver(Trial trial) {
    Path folder = folder(trial);
    return Files.exists(folder.resolve(RESULT)) || Files.exists(folder.resolve(FAILURE));
  }

  /** Keeps the result, in one move, and lets go of the checkpoints. */
  void put(Trial trial, TrialResult result) throws IOException {
    Path folder = folder(trial);
    AtomicFile.writeText(folder.resolve(RESULT), Json.indented(result) + "\n");
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> states;
    try (Stream<Path> files = Files.list(folder)) {
      states =
          files.filter(f -> f.getFileName().toString().startsWith(TrialWork.CHECKPOINT)).toList();
    }
    for (Path state : states) {
      Files.deleteIfExists(state);
    }
  }
}
