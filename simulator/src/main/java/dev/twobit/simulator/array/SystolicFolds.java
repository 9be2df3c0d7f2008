package dev.twobit.simulator.array;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.ArrayConfig.FoldOverlap;

/**
 * A matrix product on a systolic array, cut into folds (simulator README, SCALE-Sim's formulas).
 *
 * @param folds parts of the product that fit the array
 * @param streamCycles clocks operands of one fold stream
 * @param stationaryCycles clocks to load the stationary operand of one fold; 0 for
 *     output-stationary
 * @param skewCycles filling and draining of one fold
 * @param ifmapReads words of the input read from the buffer; filterReads, ofmapWrites likewise
 */
public record SystolicFolds(
    long folds,
    long streamCycles,
    long stationaryCycles,
    long skewCycles,
    long ifmapReads,
    long filterReads,
    long ofmapWrites) {

  /**
   * @param pixels output pixels (M)
   * @param window weights of one kernel (K)
   * @param kernels kernels (N)
   */
  public static SystolicFolds of(
      ArrayConfig.Systolic array, long pixels, long window, long kernels) {
    long r = array.rows();
    long c = array.columns();
    return switch (array.dataflow()) {
      case WEIGHT_STATIONARY ->
          new SystolicFolds(
              ceil(window, r) * ceil(kernels, c),
              pixels,
              r,
              r + c - 2,
              pixels * window * ceil(kernels, c),
              window * kernels,
              pixels * kernels * ceil(window, r));
      case INPUT_STATIONARY ->
          new SystolicFolds(
              ceil(window, r) * ceil(pixels, c),
              kernels,
              r,
              r + c - 2,
              pixels * window,
              window * kernels * ceil(pixels, c),
              pixels * kernels * ceil(window, r));
      case OUTPUT_STATIONARY ->
          new SystolicFolds(
              ceil(pixels, r) * ceil(kernels, c),
              window,
              0,
              r + c - 2,
              pixels * window * ceil(kernels, c),
              window * kernels * ceil(pixels, r),
              pixels * kernels);
    };
  }

  /** Clocks of all folds; with preloading only the first fold loads and only the last drains. */
  public long cycles(FoldOverlap overlap) {
    if (overlap == FoldOverlap.NONE) {
      return folds * (streamCycles + stationaryCycles + skewCycles);
    }
    return stationaryCycles
        + (folds - 1) * Math.max(streamCycles, stationaryCycles)
        + streamCycles
        + skewCycles;
  }

  private static long ceil(long a, long b) {
    return (a + b - 1) / b;
  }
}
