package dev.twobit.quantization;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * LSQ weights (Esser et al. 2020; search/docs/quantizers.md#lsq): levels -2^(k-1)..2^(k-1)-1 times
 * a learned step; gradient scale 1 / sqrt(N Qp) for N weights. The step starts at least squared
 * error, or at the paper's 2 mean|w| / sqrt(Qp).
 *
 * <p>One bit, where Qp would be 0, is -1 and 1 times the step with Qp = 1, and starts at mean|w|,
 * the least squared error of two levels.
 */
final class LsqWeights implements RoundedWeights {
  private final int bits;
  private final LearnedStep.Start start;
  private final LearnedStep step = new LearnedStep();

  /** Holds a leaf tensor: create outside of a step's pointer scope. */
  LsqWeights(int bits, LearnedStep.Start start) {
    this.bits = bits;
    this.start = start;
  }

  @Override
  public String name() {
    return "lsq";
  }

  @Override
  public int bits() {
    return bits;
  }

  private int most() {
    return bits == 1 ? 1 : (1 << (bits - 1)) - 1;
  }

  @Override
  public boolean roundsToItsValues() {
    return bits > 1;
  }

  @Override
  public FakeValues values(Tensor weights, Tensor statistic) {
    double gradientScale = 1 / Math.sqrt((double) weights.numel() * most());
    return bits == 1
        ? step.binary(weights, gradientScale)
        : step.uniform(weights, -most() - 1, most(), gradientScale);
  }

  @Override
  public Map<String, Tensor> parameters() {
    return Map.of("step", step.leaf());
  }

  @Override
  public void initializeFrom(Tensor weights) {
    if (bits == 1) {
      step.initializeBinary(weights);
    } else {
      step.initialize(weights, -most() - 1, most(), start);
    }
  }

  @Override
  public void constrain() {
    step.constrain();
  }
}
