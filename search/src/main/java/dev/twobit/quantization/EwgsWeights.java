package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import org.bytedeco.pytorch.Tensor;

/** Another quantizer's weights with {@link ElementwiseScaling} of their gradient. */
final class EwgsWeights extends WrappedWeights {
  private final ElementwiseScaling scaling;
  private final OwnGradient operator = new OwnGradient();

  EwgsWeights(RoundedWeights inner, double delta) {
    super(inner);
    this.scaling = new ElementwiseScaling(delta);
  }

  @Override
  public Tensor quantize(Tensor weights, Tensor statistic) {
    FakeValues values = values(weights, statistic);
    Tensor quantized = values.tensor();
    if (!OwnGradient.isWanted(quantized)) {
      return quantized;
    }
    Tensor distance = values.exact().sub(values.levels()).div_(Torch.scalar(values.range()));
    return operator.of(
        quantized,
        quantized.detach(),
        (gradient, read) -> scaling.turn(gradient, read.get(0)),
        distance);
  }
}
