package dev.twobit.experiment.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.json.Json;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A process that runs trials: values as JSON come in, a line each, {@link WorkerReply}s go out. It
 * ends with its input; a trial that then runs ends with its step, as it does on an interrupt.
 */
final class TrialWorker {
  private static final long PATIENCE_SECONDS = 120;

  private final InProcessExecutor executor;
  private final PrintStream out;

  private TrialWorker(Path trialsFolder, Stops stops, PrintStream out) {
    StudyProgress progress = new StudyProgress(saying(out), false);
    this.out = out;
    this.executor =
        new InProcessExecutor(
            new TrialCache(trialsFolder),
            new TrialWork(new Subjects(), progress, TrialPlaces.apart()),
            stops);
  }

  /** The folder of the trials is the only argument. */
  public static void main(String[] args) throws InterruptedException {
    Locale.setDefault(Locale.ROOT);
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    Stops stops = new Stops();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stops)));
    BlockingQueue<Optional<String>> lines = lines(stops);
    TrialWorker worker = new TrialWorker(Path.of(args[0]), stops, out);
    for (var line = lines.take(); line.isPresent(); line = lines.take()) {
      worker.run(line.get());
    }
    System.exit(0);
  }

  private void run(String trial) {
    WorkerReply reply;
    try {
      TrialResult result = executor.one(Json.complete(trial, Trial.class));
      reply = new WorkerReply(WorkerReply.Kind.RESULT, Json.line(result));
    } catch (IOException | RuntimeException | Error e) {
      reply = WorkerReply.of(e);
    }
    out.println(reply.line());
  }

  /** The lines of the input; empty at its end, which also is a wish to stop. */
  private static BlockingQueue<Optional<String>> lines(Stops stops) {
    BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    Thread reader =
        new Thread(
            () -> {
              try (var in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                  lines.add(Optional.of(line));
                }
              } catch (IOException e) {
                stops.request(); // the other end is gone: as at the end of the input
              }
              stops.request();
              lines.add(Optional.empty());
            },
            "trials");
    reader.setDaemon(true);
    reader.start();
    return lines;
  }

  private static void stop(Stops stops) {
    stops.request();
    try {
      stops.await(PATIENCE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ProgressLine saying(PrintStream out) {
    PrintStream prefixed =
        new PrintStream(out, true, UTF_8) {
          @Override
          public void println(String text) {
            super.println(new WorkerReply(WorkerReply.Kind.SAY, text).line());
          }
        };
    return new ProgressLine(prefixed, false, false);
  }
}
