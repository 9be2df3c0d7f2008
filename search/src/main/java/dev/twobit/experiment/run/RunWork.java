package dev.twobit.experiment.run;

import java.util.List;

/**
 * The phases of a run in the order they come, with the images each looks at in an epoch; what is
 * left is reckoned at the speed of the phase that runs.
 */
record RunWork(List<Phase> phases) {
  RunWork {
    phases = List.copyOf(phases);
  }

  record Phase(String name, int epochs, long imagesPerEpoch) {}

  /** Whether it is one of them. */
  boolean has(String phase) {
    return phases.stream().anyMatch(p -> p.name.equals(phase));
  }

  /**
   * Seconds from a place in a phase to the end of the run.
   *
   * @param epoch epochs of the phase that are done, with the part of the one that runs
   */
  double secondsLeft(String phase, double epoch, double imagesPerSecond) {
    double images = 0;
    boolean reached = false;
    for (Phase p : phases) {
      if (p.name.equals(phase)) {
        reached = true;
        images += Math.max(0, p.epochs - epoch) * p.imagesPerEpoch;
      } else if (reached) {
        images += (double) p.epochs * p.imagesPerEpoch;
      }
    }
    return images / Math.max(1e-9, imagesPerSecond);
  }
}
