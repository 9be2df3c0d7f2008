package dev.twobit.search.cost;

import dev.twobit.simulator.LayerSimulation;

/**
 * A step of an accelerator by its shape, simulated. There is one of each shape, so that it is told
 * from others by what it is, not by what it holds.
 */
final class KnownStep {
  private final LayerSimulation alone;
  private final long cycles;
  private final double picojoules;

  KnownStep(LayerSimulation alone) {
    this.alone = alone;
    this.cycles = alone.latencyCycles();
    this.picojoules = alone.runs() * alone.energy().totalPicojoules();
  }

  /** With cold boundaries. */
  LayerSimulation alone() {
    return alone;
  }

  /** Clocks of all runs with cold boundaries. */
  long cycles() {
    return cycles;
  }

  /** Energy of all runs with cold boundaries. */
  double picojoules() {
    return picojoules;
  }
}
