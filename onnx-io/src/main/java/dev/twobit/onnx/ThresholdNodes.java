package dev.twobit.onnx;

/**
 * How a file says learned thresholds: for each, Sub of the threshold, Mul by {@link #SHARP} and
 * Clip to 0..1, which is 1 above the threshold and 0 up to it; their Sum; Mul by the step; then a
 * quantizer of that step. The difference of two float32 numbers next to each other is exact, and
 * from a threshold of 2^-36 on at least 2^-60.
 */
public final class ThresholdNodes {
  /** 2^60. */
  public static final float SHARP = 0x1p60f;

  /** The least threshold that float32 numbers are told from so. */
  public static final float LEAST = 0x1p-36f;

  private ThresholdNodes() {}
}
