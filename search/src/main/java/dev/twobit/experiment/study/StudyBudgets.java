package dev.twobit.experiment.study;

import java.util.Locale;

/** Budgets as studies have them. */
final class StudyBudgets {
  /** As the original, 5 % either side (search/docs/methods.md#budgets-and-bands). */
  static final String FLOPS = flops(1);

  static final String LATENCY = "latency=1.0x";

  /** Of the layers back to back. */
  static final String WHOLE = "whole=1.0x";

  /** A limit on PARAMs, without a lower end (search/docs/methods.md#budgets-and-bands). */
  static final String PARAMS_LIMIT = "params=<=1.05x";

  private StudyBudgets() {}

  /** A target on FLOPs, as a multiple of the original's, 5 % either side. */
  static String flops(double times) {
    return String.format(Locale.ROOT, "flops=%sx+-5%%", times);
  }

  /** Likewise on PARAMs. */
  static String params(double times) {
    return String.format(Locale.ROOT, "params=%sx+-5%%", times);
  }
}
