package dev.twobit.experiment.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twobit.json.Json;
import dev.twobit.network.InvalidInputException;
import dev.twobit.training.TrainingDivergedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The other end of a {@link TrialWorker}. */
final class WorkerProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 130;

  private final Process process;
  private final BufferedReader replies;
  private final PrintWriter trials;
  private final StudyProgress progress;

  private WorkerProcess(Process process, StudyProgress progress) {
    this.process = process;
    this.replies = process.inputReader(UTF_8);
    this.trials = new PrintWriter(process.outputWriter(UTF_8), true);
    this.progress = progress;
  }

  /** The trial ended early, with its process or because that was asked to end. */
  static final class EndedException extends TrialFailedException {
    private static final long serialVersionUID = 1L;

    private EndedException(Trial trial, String how) {
      super(trial.title() + ": its process " + how + "; the same command goes on");
    }
  }

  /** Runs the classes and, but for debuggers, with the options of this process. */
  static WorkerProcess start(Path trialsFolder, StudyProgress progress) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-X") || option.startsWith("-D"))
        .filter(option -> !option.startsWith("-Xrunjdwp"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            TrialWorker.class.getName(),
            trialsFolder.toAbsolutePath().toString()));
    return new WorkerProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start(),
        progress);
  }

  /** Waits for the result; throws what the trial ended with where it has none. */
  TrialResult run(Trial trial) throws IOException {
    trials.println(Json.line(trial));
    for (String line = replies.readLine(); line != null; line = replies.readLine()) {
      Optional<WorkerReply> reply = WorkerReply.parse(line);
      if (reply.isPresent() && reply.get().kind() == WorkerReply.Kind.SAY) {
        progress.say(reply.get().text());
      } else if (reply.isPresent()) {
        return result(trial, reply.get());
      }
    }
    throw new EndedException(trial, end());
  }

  private static TrialResult result(Trial trial, WorkerReply reply) throws IOException {
    return switch (reply.kind()) {
      case RESULT -> Json.complete(reply.text(), TrialResult.class);
      case REFUSED -> throw new InvalidInputException(reply.text());
      case DIVERGED -> throw new TrainingDivergedException(reply.text());
      case STOPPED -> throw new EndedException(trial, "was asked to end");
      case SAY, FAILED -> throw new TrialFailedException(trial.title() + ": " + reply.text());
    };
  }

  private String end() throws IOException {
    try {
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
          ? "ended with code " + process.exitValue()
          : "no longer answers";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** What runs there ends with its step; the answer still comes. */
  void stop() {
    trials.close();
  }

  /** Waits for its end. */
  @Override
  public void close() throws IOException {
    trials.close();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    replies.close();
  }
}
