package dev.twobit.network;

import java.util.Arrays;

/** What a network costs, and a budget limits. */
public enum CostKind {
  /** Multiply-accumulates of convolutions and fully connected layers, as the paper counts. */
  FLOPS("flops", "MACs"),
  /** Weights, biases, two per channel of a batch normalization. */
  PARAMS("params", "parameters"),
  /** Simulated clocks of the layers one by one with cold boundaries: a sum over layers. */
  LATENCY("latency", "cycles"),
  /** Simulated picojoules. */
  ENERGY("energy", "pJ"),
  /**
   * Most bytes of the operand buffer that any layer holds at once, as it is tiled: a maximum over
   * layers, not a sum.
   */
  SRAM_PEAK("sram", "bytes"),
  /** Simulated clocks of the layers back to back, which no sum over layers has. */
  WHOLE("whole", "cycles");

  private static final String MACS = "macs";

  private final String label;
  private final String unit;

  CostKind(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }

  public String unit() {
    return unit;
  }

  /** Its name in results and settings. */
  public String label() {
    return label;
  }

  /** The option that limits it, as errors name it: {@code --latency-budget}. */
  public String option() {
    return "--" + (this == FLOPS ? MACS : label) + "-budget";
  }

  /**
   * The kind of this label, or of {@code macs}, which is what the paper calls FLOPs; throws a
   * one-line error if there is none.
   */
  public static CostKind named(String label) {
    return Arrays.stream(values())
        .filter(k -> k.label.equals(label.equals(MACS) ? FLOPS.label : label))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "--budget: found '"
                        + label
                        + "', expected one of "
                        + Arrays.stream(values()).map(CostKind::label).toList()
                        + " and a value, as in latency=1.0x"));
  }
}
