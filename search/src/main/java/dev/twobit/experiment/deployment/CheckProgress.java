package dev.twobit.experiment.deployment;

import dev.twobit.experiment.ProgressLine;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Told of a deployed network's checks as they go. */
@FunctionalInterface
public interface CheckProgress {
  /** On a terminal's line. */
  static CheckProgress on(ProgressLine line) {
    return new CheckProgress() {
      @Override
      public void say(String what) {
        line.say(what);
      }

      @Override
      public void images(String check, int done, int of) {
        line.within(check, done, of);
      }
    };
  }

  /** What begins or is done, in a line. */
  void say(String line);

  /** How many images of a check are done; from any thread. */
  default void images(String check, int done, int of) {}

  /** Counts images, in whatever order they end. */
  default IntConsumer counter(String check, int of) {
    AtomicInteger done = new AtomicInteger();
    return image -> images(check, done.incrementAndGet(), of);
  }
}
