package dev.twobit.simulator;

import dev.twobit.hardware.PrecisionConfig;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.Optional;

/**
 * A layer whose sums may not fit the accumulators: activation bits + weight bits +
 * ceil(log2(terms)) + 1 for the sign are needed.
 *
 * @param terms products that one output adds up: channels of a group x R x S
 * @param neededBits that hold every sum
 * @param accumulatorBits that there are
 */
public record AccumulatorOverflow(String layer, long terms, int neededBits, int accumulatorBits) {

  /** Empty if every sum fits; steps of the post-processor alone have none. */
  public static Optional<AccumulatorOverflow> of(
      LayerWorkload workload, PrecisionConfig precision) {
    if (!(workload instanceof LayerWorkload.Convolution c)) {
      return Optional.empty();
    }
    long terms =
        (long) (c.inputChannels() / c.groups())
            * c.window().kernelHeight()
            * c.window().kernelWidth();
    int needed = c.inputBits() + c.weightBits() + ceilLog2(terms) + 1;
    return needed <= precision.accumulatorBits()
        ? Optional.empty()
        : Optional.of(
            new AccumulatorOverflow(c.name(), terms, needed, precision.accumulatorBits()));
  }

  private static int ceilLog2(long n) {
    return Long.SIZE - Long.numberOfLeadingZeros(n - 1);
  }

  /** One line. */
  public String describe() {
    return "layer '%s' adds up %d products, which needs accumulators of %d bits; there are %d"
        .formatted(layer, terms, neededBits, accumulatorBits);
  }
}
