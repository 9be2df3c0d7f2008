package dev.twobit.experiment.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.experiment.trial.EvaluationTrial;
import dev.twobit.experiment.trial.Stops;
import dev.twobit.experiment.trial.TrialCache;
import dev.twobit.experiment.trial.TrialEngine;
import dev.twobit.experiment.trial.TrialJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With scripts in the place of SLURM's commands, which run an array's tasks one after the other and
 * list none afterwards, as far as these options go; SLURM itself is not here.
 */
class SlurmArraysTest {
  /** Runs every task of the array at once; {@code lose} is a task that is lost the first time. */
  private static final String SBATCH =
      """
      #!/bin/sh
      job=$(($(ls "$0".jobs | wc -l) + 1)); mkdir "$0".jobs/$job
      [ "$1" = --parsable ] || exit 9
      n=$(sed -n 's/^#SBATCH --array=1-//p' "$2")
      for i in $(seq $n); do
        if [ -e "$0".lose ] && [ "$i" = 2 ]; then rm "$0".lose; continue; fi
        SLURM_ARRAY_TASK_ID=$i bash "$2" >/dev/null 2>&1
      done
      echo "$job;cluster"
      """;

  @TempDir Path folder;

  private Path program(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private SlurmArrays slurm(Path trials, Path sbatch, Path squeue) {
    return new SlurmArrays(
        trials.resolve(".slurm"),
        new SlurmArrays.Commands(sbatch.toString(), squeue.toString(), "false"),
        new SlurmArrays.Wish("batch", 3),
        10,
        task -> Files.exists(task.file().resolveSibling("result.json")));
  }

  @Test
  void anArrayIsSubmittedAndWhatTheClusterLosesIsSubmittedAgain() throws IOException {
    ScriptedTrials scripted = new ScriptedTrials(folder);
    Path sbatch = program("sbatch", SBATCH);
    Files.createDirectory(folder.resolve("sbatch.jobs"));
    Files.createFile(folder.resolve("sbatch.lose"));
    ScriptedTrials.Said said = new ScriptedTrials.Said();
    TrialCache cache = new TrialCache(scripted.trials());

    TrialEngine engine;
    try (EngineExecutor executor =
        new EngineExecutor(
            cache,
            slurm(scripted.trials(), sbatch, program("squeue", "#!/bin/sh\n")),
            scripted.command("[ \"$MARK\" = 'of the driver' ] || exit 9"),
            said,
            new Stops())) {
      engine = new TrialEngine(cache, executor);
      engine.run(ScriptedTrials.trials(3), (t, r) -> {});
    }

    for (EvaluationTrial trial : ScriptedTrials.trials(3)) {
      assertThat(engine.result(trial).test().top1Percent()).isEqualTo(trial.threads());
    }
    assertThat(folder.resolve("sbatch.jobs")).isDirectoryContaining("glob:**/2");
    assertThat(said.lines()).singleElement().asString().contains("job 1_2 is over");
    try (var arrays = Files.list(scripted.trials().resolve(".slurm"))) {
      Path first = arrays.sorted().findFirst().orElseThrow();
      assertThat(first.resolve("job")).hasContent("1");
      assertThat(Files.readString(first.resolve("script")))
          .contains("#SBATCH --array=1-3\n", "#SBATCH --cpus-per-task=3\n")
          .contains("#SBATCH --partition=batch\n", "#SBATCH --requeue\n");
    }
  }

  @Test
  void whatADeadDriverSubmittedIsFollowedAndNotSubmittedAgain() throws Exception {
    ScriptedTrials scripted = new ScriptedTrials(folder);
    TrialCache cache = new TrialCache(scripted.trials());
    EvaluationTrial trial = ScriptedTrials.trial(7);
    Path file = cache.write(trial).toAbsolutePath();
    Path array = scripted.trials().resolve(".slurm/0001");
    Files.createDirectories(array);
    Files.writeString(array.resolve("tasks"), "other\n" + TrialJson.key(trial) + "\n");
    Files.writeString(array.resolve("job"), "41\n");
    Path never = program("sbatch", "#!/bin/sh\nexit 1\n");
    Path squeue = program("squeue", "#!/bin/sh\necho 41_2\necho 40_2\n");
    Task task = new Task(TrialJson.key(trial), "t", file, scripted.command(""));

    try (SlurmArrays slurm = slurm(scripted.trials(), never, squeue)) {
      slurm.start(List.of(task));
      for (int i = 0; i < 5; i++) {
        assertThat(slurm.poll()).isEmpty();
      }
      new ProcessBuilder(task.words()).start().waitFor();
      assertThat(slurm.poll()).hasValue(new Task.Ended(task, "its job ended"));
    }
  }
}
