package dev.twobit.simulator.array;

/**
 * Figures of the dot-product array's fetch unit that no hardware file changes
 * (simulator/docs/nvdla-rtl.md#the-fetch-unit).
 */
public final class FetchUnit {
  private FetchUnit() {}

  /** Weight beats that come before the first beat of the input, and clocks they are ahead. */
  public static final int WEIGHTS_AHEAD = 4;

  /** Beats of one request for input. */
  public static final int REQUEST_BEATS = 8;

  /** Clocks from the line buffer's taking a beat to its having read it out. */
  public static final int LINE_BUFFER_CYCLES = 2;

  /** Clocks that a beat spends in the skid registers in front of the line buffer. */
  public static final int SKID_CYCLES = 3;

  /** Whether the line buffer refuses beats behind those of a surface: bit 1 of its number. */
  public static boolean isSlow(int surface) {
    return (surface & 2) != 0;
  }
}
