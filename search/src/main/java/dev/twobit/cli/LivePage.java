package dev.twobit.cli;

import dev.twobit.experiment.run.RunStates;
import dev.twobit.report.ProgressReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * {@code report.html} of a run while it runs: written anew where its log has grown, which it does
 * with every epoch. Nothing depends on it, so what it cannot write is left.
 */
final class LivePage implements AutoCloseable {
  static final String NAME = "report.html";
  private static final int PERIOD_SECONDS = 2;

  private final Path run;
  private final ScheduledExecutorService clock;

  /** Of the log, before this run: a run that is refused leaves the folder's page alone. */
  private final long begun;

  private long seen;

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
    clock.scheduleWithFixedDelay(this::update, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  private void update() {
    long size = size();
    try {
      if (size != seen) {
        write(run);
        seen = size;
      }
    } catch (IOException | RuntimeException e) {
      return; // between two writes of the run: tried again
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

  /** The page as the folder is now. */
  static Path write(Path run) throws IOException {
    Path page = run.resolve(NAME);
    ProgressReport.write(RunStates.read(run), page);
    return page;
  }

  /** The page of a run that was ended says so; one that is finished has its own. */
  @Override
  public void close() {
    clock.shutdown();
    try {
      if (clock.awaitTermination(PERIOD_SECONDS, TimeUnit.SECONDS) && size() != begun) {
        write(run);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      return; // the run's own failure is what is told
    }
  }
}
