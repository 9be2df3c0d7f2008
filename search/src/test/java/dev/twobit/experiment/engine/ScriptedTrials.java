package dev.twobit.experiment.engine;

import dev.twobit.experiment.trial.Content;
import dev.twobit.experiment.trial.EvaluationTrial;
import dev.twobit.experiment.trial.Images;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.Subject;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.experiment.trial.TrialListener;
import dev.twobit.search.SearchEpoch;
import dev.twobit.training.TrainingEpoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Trials whose command is a shell script in the place of {@code twobit trial}: it keeps a result,
 * or does what a test wants of it first. Engines see commands and files alone.
 */
record ScriptedTrials(Path folder) {
  /** Its top-1 is the number of the trial's threads, which tells trials apart. */
  private static final String RESULT =
      "{\"kind\":\"evaluation\",\"test\":{\"top1Percent\":%s,\"images\":1},\"heldOut\":null,"
          + "\"normalization\":\"\",\"tried\":1,\"seconds\":0.0}";

  Path trials() {
    return folder.resolve("trials");
  }

  static EvaluationTrial trial(int number) {
    Images images = new Images(new Content("embedded", "ab"), "unit", 0, 0);
    return new EvaluationTrial(
        Trial.FORMAT, new Subject(new Content("m.onnx", "cd"), images), number);
  }

  static List<EvaluationTrial> trials(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(ScriptedTrials::trial).toList();
  }

  /**
   * @param before lines of shell; the trial's folder is {@code $folder}, its threads {@code
   *     $number}
   */
  TrialWords command(String before) throws IOException {
    Path script = folder.resolve("trial.sh");
    Files.writeString(
        script,
        """
        #!/bin/sh
        folder=$(dirname "$1")
        number=$(sed -n 's/.*"threads" : \\([0-9]*\\).*/\\1/p' "$1")
        echo x >>"$folder/tries"
        %s
        printf '%s' "$number" >"$folder/.new"
        mv "$folder/.new" "$folder/result.json"
        """
            .formatted(before, RESULT));
    return new TrialWords(List.of("sh", script.toString()), Map.of("MARK", "of the driver"));
  }

  int tries(Task task) throws IOException {
    return Files.readAllLines(task.file().resolveSibling("tries")).size();
  }

  /** Keeps what is said. */
  static final class Said implements TrialListener {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    List<String> lines() {
      return List.copyOf(lines);
    }

    @Override
    public void search(SearchTrial trial, SearchEpoch epoch) {}

    @Override
    public void training(TrainingTrial trial, TrainingEpoch epoch, double best) {}

    @Override
    public void say(String line) {
      lines.add(line);
    }
  }
}
