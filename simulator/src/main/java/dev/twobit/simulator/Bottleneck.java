package dev.twobit.simulator;

/**
 * What a layer spends most of its clocks on, and why.
 *
 * @param cycles clocks of that cause; no other cause of the layer's breakdown has more
 * @param reason one sentence with the numbers it follows from
 */
public record Bottleneck(Cause cause, long cycles, String reason) {

  /** One a component of {@link CycleBreakdown}. */
  public enum Cause {
    MAC("MAC-bound"),
    OUTPUT("output-bound"),
    LOAD("load-bound"),
    MEMORY("memory-bound"),
    FILL_DRAIN("fill/drain-bound");

    private final String label;

    Cause(String label) {
      this.label = label;
    }

    public String label() {
      return label;
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
