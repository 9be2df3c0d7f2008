package dev.twobit.simulator.array;

import dev.twobit.hardware.ArrayConfig;

/**
 * Words that a matrix product on a systolic array moves, as SCALE-Sim counts them.
 *
 * @param folds parts of the product that fit the array
 * @param ifmapReads words of the input read from the buffer; filterReads, ofmapWrites likewise
 */
public record SystolicFolds(long folds, long ifmapReads, long filterReads, long ofmapWrites) {

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
              pixels * window * ceil(kernels, c),
              window * kernels,
              pixels * kernels * ceil(window, r));
      case INPUT_STATIONARY ->
          new SystolicFolds(
              ceil(window, r) * ceil(pixels, c),
              pixels * window,
              window * kernels * ceil(pixels, c),
              pixels * kernels * ceil(window, r));
      case OUTPUT_STATIONARY ->
          new SystolicFolds(
              ceil(pixels, r) * ceil(kernels, c),
              pixels * window * ceil(kernels, c),
              window * kernels * ceil(pixels, r),
              pixels * kernels);
    };
  }

  private static long ceil(long a, long b) {
    return (a + b - 1) / b;
  }
}
