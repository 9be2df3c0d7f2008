package dev.twobit.hardware;

import dev.twobit.hardware.ArrayConfig.Dataflow;
import dev.twobit.hardware.PrecisionConfig.Composition;
import dev.twobit.hardware.PrecisionConfig.Encoding;

/**
 * What an array is made of.
 *
 * @param macs native MACs
 * @param sumAdders adders of the column that sums activations for mid_rise codes (sum (2k-3)a = 2
 *     sum(ka) - 3 sum(a), simulator/docs/two-bit-arithmetic.md#the-adder-column); as no source
 *     gives one, each is counted as a MAC
 * @param shiftAccumulators of temporal composition: one a kernel lane, one a systolic column, or
 *     one a PE where the PE holds the output
 */
public record ArrayUnits(long macs, long sumAdders, long shiftAccumulators) {

  public static ArrayUnits of(HardwareConfig hardware) {
    ArrayConfig array = hardware.array();
    PrecisionConfig precision = hardware.precision();
    return new ArrayUnits(
        array.macUnits(),
        precision.weightEncoding() == Encoding.MID_RISE ? depth(array) : 0,
        precision.composition() == Composition.TEMPORAL ? accumulators(array) : 0);
  }

  /** MACs that add into one accumulator. */
  private static int depth(ArrayConfig array) {
    return array instanceof ArrayConfig.DotProduct dot
        ? dot.atomicChannels()
        : ((ArrayConfig.Systolic) array).rows();
  }

  private static long accumulators(ArrayConfig array) {
    if (array instanceof ArrayConfig.DotProduct dot) {
      return dot.atomicKernels();
    }
    ArrayConfig.Systolic systolic = (ArrayConfig.Systolic) array;
    return systolic.dataflow() == Dataflow.OUTPUT_STATIONARY
        ? systolic.macUnits()
        : systolic.columns();
  }
}
