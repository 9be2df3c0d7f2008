package dev.twobit.cli;

import dev.twobit.experiment.study.PlannedStudy;
import dev.twobit.experiment.study.StudyPlan;
import dev.twobit.experiment.trial.Stops;
import dev.twobit.experiment.trial.StudyStoppedException;
import dev.twobit.json.VersionedJson;
import dev.twobit.report.StudyWriter;
import dev.twobit.results.study.StudyResult;
import dev.twobit.training.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A study from its plan to its page.
 *
 * @param folder where results go
 */
record StudySession(Console console, Path folder, boolean dryRun, boolean quiet, boolean json) {
  /** Reads and checks all input. */
  @FunctionalInterface
  interface Opening {
    PlannedStudy open() throws IOException;
  }

  /** Returns the exit code. */
  int run(Opening opening) throws IOException {
    Stops stops = new Stops();
    var progress = console.progress(quiet);
    AtomicBoolean begun = new AtomicBoolean();
    try (StopHook hook = stopHook(stops, begun)) {
      PlannedStudy study = opening.open();
      progress.say("measuring a step of each kind");
      StudyPlan plan = study.plan();
      if (dryRun) {
        console.out().println(json ? VersionedJson.indented(plan) : StudyText.of(plan));
        return 0;
      }
      progress.say(StudyText.summary(plan));
      begun.set(true);
      StudyResult result =
          study.run(plan, progress, stops, rows -> StudyWriter.writeRows(rows, folder));
      List<Path> files = StudyWriter.write(result, folder);
      console.out().println(json ? VersionedJson.indented(result) : StudyText.of(result, files));
      return 0;
    } catch (StudyStoppedException | TrainingStoppedException e) {
      return StopHook.INTERRUPTED; // the hook says how to go on
    }
  }

  /**
   * @param begun whether there is something to go on with
   */
  private StopHook stopHook(Stops stops, AtomicBoolean begun) {
    String kept = "trials that are done are kept: the same command goes on";
    return new StopHook(
        patience -> {
          stops.request();
          return stops.await(patience);
        },
        ended -> begun.get() ? Optional.of(kept) : Optional.empty(),
        console.err());
  }
}
