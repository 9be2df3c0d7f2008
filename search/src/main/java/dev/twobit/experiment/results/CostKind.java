package dev.twobit.experiment.results;

import java.util.Locale;

/** What a budget limits. */
public enum CostKind {
  LATENCY,
  ENERGY,
  FLOPS,
  PARAMS,
  /** Most bytes of the operand buffer that any layer holds at once. */
  SRAM_PEAK;

  /** As in options. */
  public String label() {
    return this == SRAM_PEAK ? "sram" : name().toLowerCase(Locale.ROOT);
  }
}
