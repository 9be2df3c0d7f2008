package dev.twobit.experiment.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.experiment.trial.EpochLog;
import dev.twobit.json.Json;
import dev.twobit.json.Yaml;
import dev.twobit.network.InvalidInputException;
import dev.twobit.results.Accuracy;
import dev.twobit.results.ResultsFile;
import dev.twobit.results.RunNetwork;
import dev.twobit.results.RunState;
import dev.twobit.search.SearchEpoch;
import dev.twobit.training.TrainingEpoch;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a run's folder says, whether another process writes it or none; changes nothing. */
public final class RunStates {
  private static final String RUN_YAML = "run.yaml";
  private static final String TRAINING = "training.json";
  private static final String MESSAGE = "message";

  private RunStates() {}

  /** Whether a run was begun in the folder. */
  public static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve(RUN_YAML));
  }

  /** Refuses a folder that holds a run, unless the run is to be gone on with. */
  public static void requireFree(Path folder, boolean resume) {
    if (isRun(folder) && !resume) {
      throw new InvalidInputException(
          folder
              + ": already holds a run (run.yaml); continue it with --resume or name another"
              + " folder");
    }
  }

  /** Folders of runs in a folder, or it itself if it is one; by name. */
  public static List<Path> in(Path folder) throws IOException {
    if (isRun(folder)) {
      return List.of(folder);
    }
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(folder + ": no such folder; expected one with runs in it");
    }
    try (Stream<Path> inner = Files.list(folder)) {
      return inner.filter(RunStates::isRun).sorted().toList();
    }
  }

  /**
   * Of a run of another process. Throws a one-line error if no run was begun there.
   *
   * <p>Not for one that this process runs: to close a lock's file, as asking for it does, gives up
   * the locks that a process has on it.
   */
  public static RunState read(Path folder) throws IOException {
    return read(folder, isHeld(folder.resolve(".lock")));
  }

  /**
   * Of a run of this process.
   *
   * @param runs whether it goes on
   */
  public static RunState read(Path folder, boolean runs) throws IOException {
    if (!isRun(folder)) {
      throw new InvalidInputException(folder + ": found no run.yaml, expected the folder of a run");
    }
    JsonNode yaml = yaml(folder.resolve(RUN_YAML));
    EpochLog log = EpochLog.reading(folder.resolve("log.jsonl"));
    List<RunNetwork> networks = networks(folder);
    return new RunState(
        folder.toString(),
        runs ? RunState.Status.RUNNING : ended(folder, log),
        asked(yaml),
        phases(log),
        networks,
        told(log));
  }

  private static JsonNode yaml(Path file) throws IOException {
    try {
      return Yaml.parse(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          file + ": is no YAML; expected what the run was asked for", e);
    }
  }

  private static RunState.Status ended(Path folder, EpochLog log) throws IOException {
    if (Files.exists(folder.resolve(ResultsFile.NAME)) || Files.exists(folder.resolve(TRAINING))) {
      return RunState.Status.FINISHED;
    }
    List<EpochLog.Entry> entries = log.entries();
    boolean failed =
        !entries.isEmpty()
            && entries
                .get(entries.size() - 1)
                .line()
                .path("event")
                .asText()
                .equals(EpochLog.FAILED);
    return failed ? RunState.Status.FAILED : RunState.Status.STOPPED;
  }

  /** Whether a process, this one or another, has the run. */
  private static boolean isHeld(Path lock) {
    if (!Files.isRegularFile(lock)) {
      return false;
    }
    // To read is enough to ask: the run may be another user's.
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.READ);
        FileLock free = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return free == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      return false; // not to be read: nothing is known of it
    }
  }

  private static RunState.Asked asked(JsonNode yaml) {
    String model = yaml.at("/inputs/model").asText();
    String data = yaml.at("/inputs/data").asText();
    String quantizers =
        yaml.at("/arithmetic/quantization/weights").asText()
            + " + "
            + yaml.at("/arithmetic/quantization/activations").asText();
    if (yaml.has("init")) {
      return new RunState.Asked(command(yaml, "train"), model, data, "", quantizers);
    }
    List<String> budgets = new ArrayList<>();
    yaml.at("/search/budgets").forEach(b -> budgets.add(b.asText()));
    return new RunState.Asked(
        command(yaml, "search"),
        model,
        data,
        yaml.path("hardware").asText(),
        yaml.at("/search/method").asText() + ", " + String.join(", ", budgets));
  }

  /** The one that begins the run and goes on with it; runs of earlier versions do not say. */
  private static String command(JsonNode yaml, String usual) {
    List<String> words = new ArrayList<>();
    yaml.path(RunFolder.COMMAND).forEach(word -> words.add(word.asText()));
    return words.stream().skip(1).filter(w -> !w.startsWith("-")).findFirst().orElse(usual);
  }

  private static List<RunState.Phase> phases(EpochLog log) throws IOException {
    Map<String, RunState.Phase> phases = new LinkedHashMap<>();
    Map<String, List<SearchEpoch>> searches = new LinkedHashMap<>();
    log.searches().forEach(e -> searches.computeIfAbsent(e.phase(), p -> new ArrayList<>()).add(e));
    searches.forEach(
        (name, epochs) ->
            phases.put(
                name,
                new RunState.Phase(
                    name, epochs.get(0).epochs(), epochs.stream().map(RunStates::epoch).toList())));
    log.trainings()
        .forEach(
            (name, epochs) ->
                phases.put(
                    name,
                    new RunState.Phase(
                        name,
                        epochs.get(0).epochs(),
                        epochs.stream().map(RunStates::epoch).toList())));
    return List.copyOf(phases.values());
  }

  private static RunState.Epoch epoch(TrainingEpoch e) {
    return new RunState.Epoch(
        e.epoch(),
        e.trainLoss(),
        Optional.of(100 * e.testAccuracy()),
        e.imagesPerSecond(),
        e.seconds());
  }

  private static RunState.Epoch epoch(SearchEpoch e) {
    boolean chooses = e.phase().equals("search");
    return new RunState.Epoch(
        e.epoch(),
        e.weightLoss(),
        chooses ? Optional.of(100 * e.architectureAccuracy()) : Optional.empty(),
        e.imagesPerSecond(),
        e.seconds());
  }

  private static RunState.Told told(EpochLog log) throws IOException {
    List<EpochLog.Entry> entries = log.entries();
    if (entries.isEmpty()) {
      return new RunState.Told("", "", 0, List.of());
    }
    return new RunState.Told(
        entries.get(0).line().path("time").asText(),
        entries.get(entries.size() - 1).line().path("time").asText(),
        log.sittings().stream().mapToDouble(EpochLog.Sitting::seconds).sum(),
        entries.stream()
            .map(e -> e.line().path(MESSAGE).asText())
            .filter(m -> !m.isEmpty())
            .toList());
  }

  private static List<RunNetwork> networks(Path folder) throws IOException {
    if (Files.exists(folder.resolve(ResultsFile.NAME))) {
      return RunNetwork.of(ResultsFile.readAny(folder.resolve(ResultsFile.NAME)));
    }
    Path training = folder.resolve(TRAINING);
    return Files.exists(training) ? List.of(trained(training)) : List.of();
  }

  private static Accuracy deployed(JsonNode deployment, Accuracy trained) {
    JsonNode integers = deployment.path("integers");
    return Accuracy.ofSeeds(
        Accuracy.Form.AS_DEPLOYED,
        List.of(
            new Accuracy.SeedAccuracy(
                trained.seeds().get(0).seed(), integers.path("integersPercent").asDouble())),
        integers.path("images").asLong(),
        "integers");
  }

  private static RunNetwork trained(Path training) throws IOException {
    try {
      JsonNode accuracy = Json.parse(Files.readString(training)).path("accuracy");
      Accuracy trained = Json.complete(accuracy.toString(), Accuracy.class);
      List<Accuracy> accuracies = new ArrayList<>(List.of(trained));
      Path deployment = training.resolveSibling("deployment.json");
      if (Files.exists(deployment)) {
        accuracies.add(deployed(Json.parse(Files.readString(deployment)), trained));
      }
      return new RunNetwork("trained", "", true, accuracies, Optional.empty(), Optional.empty());
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          training + ": found no accuracy, expected what a training writes", e);
    }
  }
}
