package dev.twobit.experiment.trial;

import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Trials one after the other, in this process. */
public final class InProcessExecutor implements TrialExecutor {
  private static final long LOOK_MILLIS = 200;

  private final TrialCache cache;
  private final TrialWork work;
  private final TrialListener listener;
  private final Stops stops;

  /**
   * @param listener told where a trial is waited for
   */
  public InProcessExecutor(TrialCache cache, TrialWork work, TrialListener listener, Stops stops) {
    this.cache = cache;
    this.work = work;
    this.listener = listener;
    this.stops = stops;
  }

  @Override
  public void run(List<? extends Trial> trials, Next next) throws IOException {
    Deque<Trial> waiting = new ArrayDeque<>(trials);
    for (Trial trial = waiting.poll(); trial != null; trial = waiting.poll()) {
      waiting.addAll(next.after(trial, one(trial)));
    }
  }

  @Override
  public boolean isOneByOne() {
    return true;
  }

  /** Runs and keeps it, or returns what another process has kept meanwhile. */
  TrialResult one(Trial trial) throws IOException {
    if (stops.isRequested()) {
      throw new StudyStoppedException();
    }
    StopRequest stop = stops.begin();
    try (TrialCache.Hold hold = claim(trial, stop)) {
      Optional<TrialResult> kept = cache.find(trial);
      if (kept.isPresent()) {
        return kept.get();
      }
      TrialResult result = work.run(trial, cache.folder(trial), stop);
      cache.put(trial, result);
      return result;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      stops.end(stop);
    }
  }

  /** Waits for whoever runs it: what they end with is this trial's result. */
  private TrialCache.Hold claim(Trial trial, StopRequest stop) throws IOException {
    Optional<TrialCache.Hold> hold = cache.claim(trial);
    if (hold.isEmpty()) {
      listener.say(trial.title() + ": another process is running this trial; waiting for it");
    }
    while (hold.isEmpty()) {
      if (stops.isRequested() || stop.isRequested()) {
        throw new StudyStoppedException();
      }
      pause();
      hold = cache.claim(trial);
    }
    return hold.get();
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a trial");
    }
  }

  /** There is nothing to let go of. */
  @Override
  public void close() {}
}
