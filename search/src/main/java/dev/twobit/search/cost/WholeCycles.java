package dev.twobit.search.cost;

import java.util.function.LongSupplier;

/**
 * Clocks of one network with its layers back to back, simulated when they are first asked for: most
 * searches bind to other costs. Equal where the clocks are. For any number of threads.
 */
public final class WholeCycles {
  private static final long UNKNOWN = -1;

  private final LongSupplier simulation;
  private volatile long cycles = UNKNOWN;

  private WholeCycles(LongSupplier simulation) {
    this.simulation = simulation;
  }

  public static WholeCycles of(long cycles) {
    return new WholeCycles(() -> cycles);
  }

  /**
   * @param simulation a pure function; threads that ask at once run it each
   */
  static WholeCycles by(LongSupplier simulation) {
    return new WholeCycles(simulation);
  }

  public long cycles() {
    if (cycles == UNKNOWN) {
      cycles = simulation.getAsLong();
    }
    return cycles;
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof WholeCycles w && w.cycles() == cycles();
  }

  @Override
  public int hashCode() {
    return Long.hashCode(cycles());
  }

  @Override
  public String toString() {
    return String.valueOf(cycles());
  }
}
