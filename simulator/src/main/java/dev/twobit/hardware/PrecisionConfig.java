package dev.twobit.hardware;

import dev.twobit.precision.Bits;

/**
 * The MAC unit's own precision and how wider operands are made of it.
 *
 * @param macWeightBits width of the weight operand of one native MAC (2 or 8)
 * @param macActivationBits width of the activation operand of one native MAC
 * @param composition how operands wider than the native ones are computed; ignored at or below it
 * @param weightEncoding how 2-bit weight codes are read (mid_rise needs one more adder column)
 */
public record PrecisionConfig(
    int macWeightBits,
    int macActivationBits,
    Composition composition,
    Encoding weightEncoding,
    int accumulatorBits) {

  /** How a product wider than the MAC is composed. */
  public enum Composition {
    /** ceil(bw/mw) * ceil(ba/ma) passes over the same array, shift-accumulated. */
    TEMPORAL,
    /** As many neighbouring PEs fuse into one wider MAC. */
    SPATIAL
  }

  /** Reading of a weight code. */
  public enum Encoding {
    TWOS_COMPLEMENT,
    MID_RISE
  }

  /** Widths of the operands of one native MAC, of which networks use eight at most. */
  public Bits macBits() {
    return new Bits(Math.min(Bits.MOST, macWeightBits), Math.min(Bits.MOST, macActivationBits));
  }

  /** Native products in one product of these widths: 16 for 8x8 on a 2x2 MAC. */
  public int productsPerMac(int weightBits, int activationBits) {
    return slices(weightBits, macWeightBits) * slices(activationBits, macActivationBits);
  }

  private static int slices(int bits, int native_) {
    return Math.max(1, (bits + native_ - 1) / native_);
  }
}
