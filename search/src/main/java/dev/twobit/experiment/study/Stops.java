package dev.twobit.experiment.study;

import dev.twobit.training.StopRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A wish, from another thread, that a study end: every training that runs is asked to. */
public final class Stops {
  private final Set<StopRequest> running = new HashSet<>();
  private final List<Runnable> told = new ArrayList<>();
  private boolean requested;

  /** From now on no trial is begun, and those that run end after their step. */
  public synchronized void request() {
    requested = true;
    running.forEach(StopRequest::request);
    told.forEach(Runnable::run);
    told.clear();
  }

  /** Told once, at once if the wish is there already. */
  synchronized void onRequest(Runnable listener) {
    if (requested) {
      listener.run();
    } else {
      told.add(listener);
    }
  }

  /** Waits for the trainings that run; whether they ended in time. */
  public boolean await(long seconds) throws InterruptedException {
    Set<StopRequest> now;
    synchronized (this) {
      now = new HashSet<>(running);
    }
    boolean ended = true;
    for (StopRequest stop : now) {
      ended &= stop.await(seconds);
    }
    return ended;
  }

  synchronized boolean isRequested() {
    return requested;
  }

  synchronized StopRequest begin() {
    StopRequest stop = new StopRequest();
    if (requested) {
      stop.request();
    }
    running.add(stop);
    return stop;
  }

  synchronized void end(StopRequest stop) {
    running.remove(stop);
  }
}
