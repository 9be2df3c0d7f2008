package dev.twobit.training;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A wish, from another thread, that a training end after its current step with a checkpoint. */
public final class StopRequest {
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean requested;
  private volatile boolean running;

  public void request() {
    requested = true;
  }

  /** Waits for the training's end, if it has begun; whether it ended in time. */
  public boolean await(long seconds) throws InterruptedException {
    return !running || ended.await(seconds, TimeUnit.SECONDS);
  }

  boolean isRequested() {
    return requested;
  }

  void begun() {
    running = true;
  }

  void ended() {
    ended.countDown();
  }
}
