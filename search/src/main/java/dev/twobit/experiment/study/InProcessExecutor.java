package dev.twobit.experiment.study;

import dev.twobit.network.InvalidInputException;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Trials one after the other, or two at a time. The number of libtorch's threads is of the whole
 * process and part of what the bits depend on, so several trials at a time have one thread each.
 */
final class InProcessExecutor implements TrialExecutor {
  private final TrialCache cache;
  private final TrialWork work;
  private final int parallel;
  private final Stops stops;

  InProcessExecutor(TrialCache cache, TrialWork work, int parallel, Stops stops) {
    this.cache = cache;
    this.work = work;
    this.parallel = parallel;
    this.stops = stops;
  }

  @Override
  public void run(List<? extends Trial> trials, Done done) throws IOException {
    if (parallel == 1) {
      for (Trial trial : trials) {
        done.accept(trial, one(trial));
      }
      return;
    }
    for (Trial trial : trials) {
      if (trial.threads() != 1) {
        throw new InvalidInputException(
            "--threads: found "
                + trial.threads()
                + " with "
                + parallel
                + " trials at a time, expected 1: libtorch's threads are of the whole process");
      }
    }
    several(trials, done);
  }

  private void several(List<? extends Trial> trials, Done done) throws IOException {
    ExecutorService pool = Executors.newFixedThreadPool(parallel);
    Object turn = new Object();
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (Trial trial : trials) {
        futures.add(
            pool.submit(
                () -> {
                  TrialResult result = one(trial);
                  synchronized (turn) {
                    done.accept(trial, result);
                  }
                  return trial;
                }));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (ExecutionException e) {
      stops.request(); // the others keep what they have
      throw cause(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      pool.shutdown();
      finish(pool);
    }
  }

  /** A trial that still runs holds its folder. */
  private static void finish(ExecutorService pool) {
    try {
      while (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
        continue;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static IOException cause(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof RuntimeException r) {
      throw r;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }

  private TrialResult one(Trial trial) throws IOException {
    if (stops.isRequested()) {
      throw new StudyStoppedException();
    }
    StopRequest stop = stops.begin();
    try (TrialCache.Hold hold = cache.claim(trial)) {
      return work.run(trial, cache.folder(trial), stop);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      stops.end(stop);
    }
  }
}
