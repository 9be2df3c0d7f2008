package dev.twobit.experiment.engine;

import dev.twobit.experiment.trial.InProcessExecutor;
import dev.twobit.experiment.trial.Stops;
import dev.twobit.experiment.trial.StudyProgress;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.experiment.trial.TrialCache;
import dev.twobit.experiment.trial.TrialExecutor;
import dev.twobit.experiment.trial.TrialPlaces;
import dev.twobit.experiment.trial.TrialWork;
import dev.twobit.network.InvalidInputException;
import dev.twobit.tensor.InstructionSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the engine that was chosen. */
public final class Engines {
  private static final long SLURM_LOOK_MILLIS = 2_000;

  private Engines() {}

  /**
   * Processes are not to share processors.
   *
   * @param threads of a trial
   */
  public static void require(EngineChoice choice, int threads) {
    int processors = Runtime.getRuntime().availableProcessors();
    if (choice instanceof EngineChoice.Processes
        && threads > 1
        && choice.atATime() * threads > processors) {
      throw new InvalidInputException(
          "--engine %s: found --threads %d, expected 1, or no more than the %d processors in all"
              .formatted(choice, threads, processors));
    }
  }

  /**
   * Throws a one-line error for trials that were computed with other instructions, and for an
   * engine that is not there.
   *
   * @param trials folder of the trials, which every machine of the engine has
   * @param subjects for trials of this process
   * @param threads of a trial
   */
  public static TrialExecutor open(
      EngineChoice choice,
      Path trials,
      Subjects subjects,
      int threads,
      StudyProgress progress,
      Stops stops)
      throws IOException {
    TrialCache cache = new TrialCache(trials);
    InstructionSets instructions = InstructionSets.current();
    cache.require(instructions);
    TrialWords command = TrialWords.of(trials, instructions.environment());
    return choice.fold(
        new EngineChoice.Cases<TrialExecutor>() {
          @Override
          public TrialExecutor here() {
            TrialWork work = new TrialWork(subjects, progress, TrialPlaces.apart());
            return new InProcessExecutor(cache, work, progress, stops);
          }

          @Override
          public TrialExecutor processes(EngineChoice.Processes processes) {
            return on(new LocalProcesses(processes.count(), progress::say));
          }

          @Override
          public TrialExecutor slurm(EngineChoice.Slurm slurm) {
            Path jobs = trials.resolve(".slurm");
            return on(
                new SlurmArrays(
                    jobs,
                    SlurmArrays.Commands.SLURM,
                    new SlurmArrays.Wish(slurm.partition(), threads),
                    SLURM_LOOK_MILLIS,
                    Engines::isOver));
          }

          private TrialExecutor on(TaskHost host) {
            return new EngineExecutor(cache, host, command, progress, stops);
          }
        });
  }

  /** By its files, which the trial's process writes. */
  private static boolean isOver(Task task) {
    return Files.exists(task.file().resolveSibling("result.json"))
        || Files.exists(task.file().resolveSibling("failure.json"));
  }
}
