package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * LSQ activations (Esser et al. 2020; search/docs/quantizers.md#lsq): codes 0..2^k-1, or where
 * values may be negative -2^(k-1)..2^(k-1)-1, times a learned step; gradient scale 1 / sqrt(N Qp).
 * The step starts at the least squared error on the first batch, or at the paper's 2 mean|x| /
 * sqrt(Qp): where few values are above zero, as behind a trained network's ReLUs, that clips most
 * of what counts (search/docs/quantizers.md#lsq).
 */
final class LsqActivations implements ActivationQuantizer {
  /** What N counts. */
  enum Features {
    /** The paper's: features of one sample. */
    SAMPLE,
    /** Elements of the batch's tensor, as public implementations count. */
    BATCH
  }

  private final int bits;
  private final boolean signed;
  private final Features features;
  private final LearnedStep.Start start;
  private final LearnedStep step = new LearnedStep();
  private final RoundedClip operator = new RoundedClip();

  /**
   * Holds a leaf tensor: create outside of a step's pointer scope.
   *
   * @param bits 2 to 8 if signed
   */
  LsqActivations(int bits, boolean signed, Features features, LearnedStep.Start start) {
    if (signed && bits == 1) {
      throw new IllegalArgumentException("signed activations of one bit have no code above 0");
    }
    this.bits = bits;
    this.signed = signed;
    this.features = features;
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

  @Override
  public boolean isSigned() {
    return signed;
  }

  @Override
  public Tensor quantize(Tensor input) {
    long samples = features == Features.SAMPLE ? input.size(0) : 1;
    double count = (double) input.numel() / samples;
    double scale = 1 / Math.sqrt(count * mostCode());
    float value = step.value();
    RoundedClip.Levels levels =
        new RoundedClip.Levels(leastCode() * value, mostCode() * value, value);
    return operator.of(input, levels, new StepGradient(step.leaf(), levels, scale));
  }

  /**
   * The rounding residual (value - x) / step within the clip, the code outside.
   *
   * @param scale of the gradient
   */
  private record StepGradient(Tensor parameter, RoundedClip.Levels levels, double scale)
      implements RoundedClip.ParameterGradient {
    @Override
    public Tensor of(Tensor gradient, Tensor x, Tensor values) {
      ScalarType type = parameter.scalar_type();
      Tensor within =
          torch.hardtanh_backward(
              gradient,
              x,
              Torch.scalar(Math.nextDown(levels.least())),
              Torch.scalar(Math.nextUp(levels.bound())));
      return gradient
          .to(type)
          .mul(values.to(type))
          .sub_(within.to(type).mul_(x.to(type)))
          .sum()
          .mul_(Torch.scalar(scale / levels.step()));
    }
  }

  @Override
  public Map<String, Tensor> parameters() {
    return Map.of("step", step.leaf());
  }

  @Override
  public void initializeFrom(Tensor sample) {
    step.initialize(sample, leastCode(), mostCode(), start);
  }

  @Override
  public void constrain() {
    step.constrain();
  }

  @Override
  public float step() {
    return step.value();
  }
}
