package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Another quantizer's activations with {@link ElementwiseScaling} of their gradient. */
final class EwgsActivations implements ActivationQuantizer {
  private final ActivationQuantizer inner;
  private final ElementwiseScaling scaling;
  private final OwnGradient operator = new OwnGradient();

  EwgsActivations(ActivationQuantizer inner, double delta) {
    this.inner = inner;
    this.scaling = new ElementwiseScaling(delta);
  }

  @Override
  public Tensor quantize(Tensor input) {
    Tensor quantized = inner.quantize(input);
    if (!OwnGradient.isWanted(quantized)) {
      return quantized;
    }
    float step = step();
    int least = leastCode();
    int most = mostCode();
    return operator.of(
        quantized,
        quantized.detach(),
        (gradient, read) ->
            Chunks.each(
                parts -> {
                  Tensor exact = inner.place(parts[1]);
                  exact.clamp_(Clip.scalar(least), Clip.scalar(most));
                  exact.sub_(parts[2].div(Torch.scalar(step)));
                  scaling.turn(parts[0], exact.div_(Torch.scalar(most - least)));
                },
                gradient,
                read.get(0),
                read.get(1)),
        input,
        quantized);
  }

  @Override
  public int leastCode() {
    return inner.leastCode();
  }

  @Override
  public int mostCode() {
    return inner.mostCode();
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public int bits() {
    return inner.bits();
  }

  @Override
  public boolean clipsAtZero() {
    return inner.clipsAtZero();
  }

  @Override
  public boolean isSigned() {
    return inner.isSigned();
  }

  @Override
  public Map<String, Tensor> parameters() {
    return inner.parameters();
  }

  @Override
  public void initializeFrom(Tensor sample) {
    inner.initializeFrom(sample);
  }

  @Override
  public void constrain() {
    inner.constrain();
  }

  @Override
  public float step() {
    return inner.step();
  }

  @Override
  public float spacing() {
    return inner.spacing();
  }

  @Override
  public float offset() {
    return inner.offset();
  }

  @Override
  public List<Float> thresholds() {
    return inner.thresholds();
  }

  @Override
  public Tensor place(Tensor input) {
    return inner.place(input);
  }

  @Override
  public boolean roundsToItsValues() {
    return inner.roundsToItsValues();
  }
}
