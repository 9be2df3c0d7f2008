package dev.twobit.onnx.write;

import dev.twobit.onnx.NetworkQuantization.Activations;
import java.util.Random;

/** Forms of a drawn network's tensors, whose values are about 1 in size. */
final class DrawnForms {
  private static final int[] WIDTHS = {2, 3, 4, 4, 8, 8};

  private final Random random;
  private final boolean bytes;

  /**
   * @param bytes all of 8 unsigned bits, signed ones about a zero point
   */
  DrawnForms(Random random, boolean bytes) {
    this.random = random;
    this.bytes = bytes;
  }

  int bits() {
    int drawn = WIDTHS[random.nextInt(WIDTHS.length)];
    return bytes ? 8 : drawn;
  }

  /** Bits of weights: ONNX Runtime adds products of 8 bits in 16, which saturate. */
  int weightBits() {
    int drawn = WIDTHS[random.nextInt(WIDTHS.length)];
    return bytes || drawn == 8 ? 7 : drawn;
  }

  Activations ofImage() {
    return new Activations(
        1 / 40f + random.nextFloat() / 400, 8, !bytes, false, bytes ? 120 : random.nextInt(9) - 4);
  }

  /**
   * @param signed of values below 0 too
   */
  Activations of(boolean signed) {
    int bits = bits();
    float step = (float) ((signed ? 2 : 3) * (0.8 + 0.4 * random.nextFloat()) / (1 << (bits - 1)));
    boolean stored = random.nextBoolean();
    boolean shifted = random.nextInt(3) == 0;
    int half = 1 << (bits - 1);
    int offset = random.nextInt(half);
    if (bytes || !stored) {
      int zero = signed ? half : 0;
      return new Activations(
          signed ? step : step / 2, bits, false, false, shifted ? zero + offset / 4 : zero);
    }
    int zero = signed ? 0 : -half;
    return new Activations(
        signed ? step : step / 2, bits, true, false, shifted ? zero + offset / 4 : zero);
  }
}
