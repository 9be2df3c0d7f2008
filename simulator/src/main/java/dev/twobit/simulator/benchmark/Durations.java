package dev.twobit.simulator.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * How long one piece of work takes, run again and again on the calling thread after a warm-up. Wall
 * time is what a user waits, on a busy machine for others too; processor time is the thread's own.
 *
 * @param runs that were timed, after {@code warmUpRuns} that were not
 * @param processorMedianMilliseconds 0 where the JVM does not tell
 */
public record Durations(
    int warmUpRuns,
    int runs,
    double medianMilliseconds,
    double fastestMilliseconds,
    double processorMedianMilliseconds) {
  private static final double NANOSECONDS = 1e6;

  /**
   * Times {@code work}.
   *
   * @param warmUpRuns 0 or more, for the compiler
   * @param runs at least 1
   */
  public static Durations of(int warmUpRuns, int runs, Runnable work) {
    if (runs < 1) {
      throw new IllegalArgumentException("runs: found " + runs + ", expected at least 1");
    }
    for (int i = 0; i < warmUpRuns; i++) {
      work.run();
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    boolean told = threads.isCurrentThreadCpuTimeSupported();
    long[] wall = new long[runs];
    long[] processor = new long[runs];
    for (int i = 0; i < runs; i++) {
      long processorBefore = told ? threads.getCurrentThreadCpuTime() : 0;
      long before = System.nanoTime();
      work.run();
      wall[i] = System.nanoTime() - before;
      processor[i] = told ? threads.getCurrentThreadCpuTime() - processorBefore : 0;
    }
    Arrays.sort(wall);
    Arrays.sort(processor);
    return new Durations(
        warmUpRuns,
        runs,
        median(wall) / NANOSECONDS,
        wall[0] / NANOSECONDS,
        median(processor) / NANOSECONDS);
  }

  private static double median(long[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
  }
}
