package dev.twobit.experiment.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.twobit.experiment.ProgressLine;
import dev.twobit.json.Json;
import dev.twobit.network.InvalidInputException;
import dev.twobit.tensor.InstructionSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * One trial, from a file to a kept result: what a study does in its own process, for whoever has
 * other processes and machines.
 */
public final class TrialFileRun {
  private TrialFileRun() {}

  /** A trial in a file. Throws a one-line error for a file that is none. */
  public static Trial read(Path file) throws IOException {
    try {
      Trial trial = Json.complete(Files.readString(file), Trial.class);
      trial.requireFormat();
      return trial;
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(file + ": found no such file, expected a trial's", e);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          file + ": found " + e.getOriginalMessage() + "; expected a trial as a study writes it",
          e);
    }
  }

  /**
   * Returns the kept result, or runs the trial and keeps it. An end that another try would come to
   * as well is kept beside it, and thrown.
   *
   * @param trials folder of all trials
   */
  public static TrialResult run(Trial trial, Path trials, ProgressLine line, Stops stops)
      throws IOException {
    TrialCache cache = new TrialCache(trials);
    StudyProgress progress = new StudyProgress(line, false);
    TrialWork work = new TrialWork(new Subjects(), progress, TrialPlaces.apart());
    try {
      var kept = cache.find(trial);
      if (kept.isPresent()) {
        return kept.get();
      }
      cache.require(InstructionSets.current());
      return new InProcessExecutor(cache, work, progress, stops).one(trial);
    } catch (IOException | RuntimeException e) {
      var failure = TrialFailure.of(e);
      if (failure.isPresent()) {
        cache.put(trial, failure.get());
      }
      throw e;
    }
  }
}
