package dev.twobit.simulator;

import dev.twobit.simulator.workload.CycleBreakdown;

/**
 * What a layer spends most of its clocks on, and why.
 *
 * @param cycles clocks of that cause, of all runs; no other cause of the layer's breakdown has more
 * @param reason one sentence with the numbers it follows from, those of one run
 */
public record Bottleneck(Cause cause, long cycles, String reason) {

  /** One a component of {@link CycleBreakdown}. */
  public enum Cause {
    MAC("MAC-bound", "MAC"),
    OUTPUT("output-bound", "output-bound"),
    LOAD("load-bound", "load"),
    MEMORY("memory-bound", "memory stall"),
    FILL_DRAIN("fill/drain-bound", "fill/drain");

    private final String label;
    private final String component;

    Cause(String label, String component) {
      this.label = label;
      this.component = component;
    }

    public String label() {
      return label;
    }

    /** Name of the breakdown's component. */
    public String component() {
      return component;
    }

    /** Clocks of this cause. */
    public long cycles(CycleBreakdown cycles) {
      return switch (this) {
        case MAC -> cycles.macActive();
        case OUTPUT -> cycles.outputBound();
        case LOAD -> cycles.load();
        case MEMORY -> cycles.memoryStall();
        case FILL_DRAIN -> cycles.fillDrain();
      };
    }
  }
}
