package dev.twobit.cli;

import dev.twobit.experiment.run.RunStates;
import dev.twobit.report.ProgressReport;
import dev.twobit.results.ResultsFile;
import dev.twobit.results.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * {@code report.html} of a run while it runs: written anew where its log has grown, which it does
 * with every epoch, and now and then without: a page that nobody writes any more says so. Nothing
 * depends on it, so what it cannot write is left, whatever the reason.
 */
final class LivePage implements AutoCloseable {
  static final String NAME = "report.html";
  private static final int PERIOD_SECONDS = 2;
  private static final int MOST_PERIODS = ProgressReport.MOST_SECONDS / PERIOD_SECONDS;

  private final Path run;
  private final ScheduledExecutorService clock;
  private final Optional<ScheduledFuture<?>> updates;

  /** Of the log, before this run: a run that is refused leaves the folder's page alone. */
  private final long begun;

  private long seen;
  private int periods;

  LivePage(Path run) {
    this.run = run;
    this.begun = size();
    this.seen = begun;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "live-page");
              thread.setDaemon(true);
              return thread;
            });
    this.updates = begin();
  }

  /** Empty where the machine has no thread for it. */
  private Optional<ScheduledFuture<?>> begin() {
    try {
      return Optional.of(
          clock.scheduleWithFixedDelay(
              this::update, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS));
    } catch (OutOfMemoryError e) {
      return Optional.empty();
    }
  }

  private void update() {
    long size = size();
    periods++;
    boolean due = size != seen || (size != begun && periods >= MOST_PERIODS);
    if (due && isDone(() -> write(RunStates.read(run, true), run))) {
      seen = size; // else tried again: it may be between two writes of the run
      periods = 0;
    }
  }

  /** What a page is made by. */
  interface Writing {
    Path write() throws IOException;
  }

  /** Whether it came to its end; no fault of a page is one of the run. */
  static boolean isDone(Writing writing) {
    try {
      writing.write();
      return true;
    } catch (IOException | RuntimeException | LinkageError | VirtualMachineError e) {
      return false;
    }
  }

  /** Bytes of the run's log; 0 without one. */
  private long size() {
    try {
      Path log = run.resolve("log.jsonl");
      return Files.exists(log) ? Files.size(log) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** The page of a run of another process, or of none. */
  static Path write(Path run) throws IOException {
    return write(RunStates.read(run), run);
  }

  /**
   * The page of a run of this process that is over; a search with results has one of its own. What
   * cannot be written is left.
   */
  static void writeEnded(Path run) {
    if (Files.exists(run.resolve(ResultsFile.NAME))) {
      return;
    }
    isDone(() -> write(RunStates.read(run, false), run)); // how the run ended is what is told
  }

  private static Path write(RunState state, Path run) throws IOException {
    Path page = run.resolve(NAME);
    ProgressReport.write(state, page);
    return page;
  }

  @Override
  public void close() {
    updates.ifPresent(u -> u.cancel(false));
    clock.shutdown();
    try {
      if (clock.awaitTermination(PERIOD_SECONDS, TimeUnit.SECONDS) && size() != begun) {
        writeEnded(run);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
