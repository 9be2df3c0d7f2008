package dev.twobit.search;

import java.util.Locale;

/** What a budget limits. */
public enum CostKind {
  /** Multiply-accumulates of convolutions and fully connected layers, as the paper counts. */
  FLOPS("MACs"),
  /** Weights, biases, two per channel of a batch normalization. */
  PARAMS("parameters"),
  /** Simulated clocks. */
  LATENCY("cycles"),
  /** Simulated picojoules. */
  ENERGY("pJ");

  private final String unit;

  CostKind(String unit) {
    this.unit = unit;
  }

  public String unit() {
    return unit;
  }

  /** As in options and results. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
