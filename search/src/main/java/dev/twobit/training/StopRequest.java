package dev.twobit.training;

import java.util.concurrent.TimeUnit;

/**
 * A wish, from another thread, that what is running end with a checkpoint: a training after its
 * current step, a search with its last epoch. Several may run under one, one after the other.
 */
public final class StopRequest {
  private volatile boolean requested;
  private boolean running;

  public void request() {
    requested = true;
  }

  /** Waits for the end of what runs, if anything does; whether it ended in time. */
  public synchronized boolean await(long seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (running) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  public boolean isRequested() {
    return requested;
  }

  /** Says that a run has begun; {@link #ended} has to follow, whatever happens. */
  public synchronized void begun() {
    running = true;
  }

  public synchronized void ended() {
    running = false;
    notifyAll();
  }
}
