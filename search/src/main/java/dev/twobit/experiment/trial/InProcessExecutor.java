package dev.twobit.experiment.trial;

import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Trials one after the other, in this process. */
public final class InProcessExecutor implements TrialExecutor {
  private final TrialCache cache;
  private final TrialWork work;
  private final Stops stops;

  public InProcessExecutor(TrialCache cache, TrialWork work, Stops stops) {
    this.cache = cache;
    this.work = work;
    this.stops = stops;
  }

  @Override
  public void run(List<? extends Trial> trials, Done done) throws IOException {
    for (Trial trial : trials) {
      done.accept(trial, one(trial));
    }
  }

  TrialResult one(Trial trial) throws IOException {
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

  /** There is nothing to let go of. */
  @Override
  public void close() {}
}
