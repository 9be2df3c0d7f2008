package dev.twobit.experiment.trial;

import dev.twobit.training.StopRequest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A wish, from another thread, that a study end: every training that runs is asked to. */
public final class Stops {
  private final Set<StopRequest> running = new HashSet<>();

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // most have none
  private final Optional<StopRequest> shared;

  private boolean requested;

  /** Every trial has a request of its own. */
  public Stops() {
    this(Optional.empty());
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
  private Stops(Optional<StopRequest> shared) {
    this.shared = shared;
  }

  /** Trials one after the other that all end when {@code stop} is requested. */
  public static Stops of(StopRequest stop) {
    return new Stops(Optional.of(stop));
  }

  /** From now on no trial is begun, and those that run end after their step. */
  public synchronized void request() {
    requested = true;
    running.forEach(StopRequest::request);
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

  public synchronized boolean isRequested() {
    return requested || shared.map(StopRequest::isRequested).orElse(false);
  }

  /** Something that runs; asked to end at once if the wish is there already. */
  public synchronized StopRequest begin() {
    StopRequest stop = shared.orElseGet(StopRequest::new);
    if (requested) {
      stop.request();
    }
    running.add(stop);
    return stop;
  }

  /** It no longer runs. */
  public synchronized void end(StopRequest stop) {
    running.remove(stop);
  }
}
