package dev.twobit.cli;

import dev.twobit.experiment.trial.Stops;
import dev.twobit.experiment.trial.StudyStoppedException;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.experiment.trial.TrialFileRun;
import dev.twobit.experiment.trial.TrialJson;
import dev.twobit.experiment.trial.TrialResult;
import dev.twobit.json.VersionedJson;
import dev.twobit.training.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twobit trial}. */
@Command(
    name = "trial",
    description = {
      "Run one trial of a study and keep its result.",
      "What the engines of 'twobit study' start on other machines. A trial is a file that a study"
          + " wrote, trials/KEY/trial.json; its result is written beside it, and a trial that has"
          + " one is not run again. The same command goes on where it was interrupted."
    },
    footerHeading = "%nExample:%n",
    footer = {"  twobit trial trials/0f3a/trial.json --out trials"})
final class TrialCommand implements Callable<Integer> {
  /**
   * What a trial ended with.
   *
   * @param key of the trial, which names its folder: hexadecimal SHA-256
   */
  record Kept(String key, TrialResult result) {}

  private final Console console;

  @Parameters(paramLabel = "FILE", description = "The trial, JSON.")
  private Path file;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/studies/trials",
      description = "Folder of all trials, one folder each by its key (${DEFAULT-VALUE}).")
  private Path out;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Mixin private JsonOption json;

  TrialCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    OutputFolder.require(out);
    Stops stops = new Stops();
    try (StopHook hook =
        new StopHook(
            patience -> {
              stops.request();
              return stops.await(patience);
            },
            ended -> Optional.of("the same command goes on"),
            console.err())) {
      Trial trial = TrialFileRun.read(file);
      TrialResult result = TrialFileRun.run(trial, out, console.progress(quiet), stops);
      console
          .out()
          .println(
              json.isSet()
                  ? VersionedJson.indented(new Kept(TrialJson.key(trial), result))
                  : Text.printable(trial.title() + ": " + result.outcome()));
      return 0;
    } catch (StudyStoppedException | TrainingStoppedException e) {
      return StopHook.INTERRUPTED; // the hook says how to go on
    }
  }
}
