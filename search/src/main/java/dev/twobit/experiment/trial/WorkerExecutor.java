package dev.twobit.experiment.trial;

import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Trials side by side, each {@link TrialWorker} in a process of its own. Within one process they
 * crash now and then: oneDNN 3.7.1 follows a null pointer in the backward pass of a convolution
 * whose primitive two threads create at the same time.
 */
public final class WorkerExecutor implements TrialExecutor {
  private final Path trialsFolder;
  private final int workers;
  private final StudyProgress progress;
  private final Stops stops;
  private final Queue<WorkerProcess> idle = new ConcurrentLinkedQueue<>();

  /**
   * @param trialsFolder of the {@link TrialCache}
   */
  public WorkerExecutor(Path trialsFolder, int workers, StudyProgress progress, Stops stops) {
    this.trialsFolder = trialsFolder;
    this.workers = workers;
    this.progress = progress;
    this.stops = stops;
  }

  @Override
  public void run(List<? extends Trial> trials, Done done) throws IOException {
    Queue<Trial> waiting = new ConcurrentLinkedQueue<>(trials);
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    for (int i = 0; i < Math.min(workers, trials.size()); i++) {
      pool.execute(
          () -> {
            try {
              work(waiting, done);
            } catch (IOException | RuntimeException | Error e) {
              failures.add(e);
              stops.request(); // the others end with their step and keep what they have
            }
          });
    }
    pool.shutdown();
    end(pool);
    if (!failures.isEmpty()) {
      throw unchecked(failures.peek());
    }
  }

  private void work(Queue<Trial> waiting, Done done) throws IOException {
    WorkerProcess worker = worker();
    try {
      for (Trial trial = waiting.poll(); trial != null; trial = waiting.poll()) {
        TrialResult result = one(worker, trial);
        synchronized (waiting) {
          done.accept(trial, result);
        }
      }
    } finally {
      idle.add(worker);
    }
  }

  private WorkerProcess worker() throws IOException {
    WorkerProcess worker = idle.poll();
    if (worker == null) {
      worker = WorkerProcess.start(trialsFolder, progress);
      stops.onRequest(worker::stop);
    }
    return worker;
  }

  /** Waits for the end of the workers: a trial that still runs holds its folder. */
  @Override
  public void close() throws IOException {
    for (WorkerProcess worker = idle.poll(); worker != null; worker = idle.poll()) {
      worker.close();
    }
  }

  private TrialResult one(WorkerProcess worker, Trial trial) throws IOException {
    if (stops.isRequested()) {
      throw new StudyStoppedException();
    }
    StopRequest stop = stops.begin();
    stop.begun();
    try {
      return worker.run(trial);
    } catch (WorkerProcess.EndedException e) {
      if (stops.isRequested()) {
        throw new StudyStoppedException(); // an interrupt of a terminal reaches the workers too
      }
      throw e;
    } finally {
      stop.ended();
      stops.end(stop);
    }
  }

  private static IOException unchecked(Throwable cause) {
    if (cause instanceof RuntimeException r) {
      throw r;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }

  private void end(ExecutorService pool) throws IOException {
    try {
      while (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
        continue;
      }
    } catch (InterruptedException e) {
      stops.request();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
