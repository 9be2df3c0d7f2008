package dev.twobit.quantization;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Activations of a step that is never learned: clip(x, 0, n step) with n = 2^k - 1, rounded half to
 * even to the step; the gradient is 1 within the clip and 0 outside. DoReFa's and WRPN's clip at 1,
 * HWGQ's suits the half of a unit Gaussian that batch normalization and ReLU leave (Cai et al.
 * 2017; search/docs/quantizers.md#hwgq-and-edmips).
 */
final class FixedStep implements ActivationQuantizer {
  /** EdMIPS' HWGQ steps of 1 to 4 bits. */
  private static final double[] HALF_WAVE_STEPS = {0.799, 0.538, 0.3217, 0.185};

  private final String name;
  private final int bits;
  private final float step;
  private final RoundedClip operator = new RoundedClip();

  private FixedStep(String name, int bits, float step) {
    this.name = name;
    this.bits = bits;
    this.step = step;
  }

  static FixedStep unitClip(String name, int bits) {
    return new FixedStep(name, bits, 1f / ((1 << bits) - 1));
  }

  /** HWGQ with a step of the user's. */
  static FixedStep halfWave(int bits, double step) {
    return new FixedStep("hwgq", bits, (float) step);
  }

  /**
   * @param bits 1 to 4
   */
  static FixedStep halfWave(int bits) {
    return halfWave(bits, HALF_WAVE_STEPS[bits - 1]);
  }

  static boolean hasHalfWave(int bits) {
    return bits <= HALF_WAVE_STEPS.length;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int bits() {
    return bits;
  }

  @Override
  public Tensor quantize(Tensor input) {
    return operator.of(input, new RoundedClip.Levels(step * ((1 << bits) - 1), step));
  }

  @Override
  public Map<String, Tensor> parameters() {
    return Map.of();
  }

  @Override
  public void initializeFrom(Tensor sample) {}

  @Override
  public void constrain() {}

  @Override
  public float step() {
    return step;
  }
}
