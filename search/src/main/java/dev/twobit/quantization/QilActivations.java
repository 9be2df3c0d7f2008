package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * QIL activations (Jung et al. 2019; search/docs/quantizers.md#qil): a learned interval center -
 * distance .. center + distance of the input becomes 0..1, clipped and rounded half to even to n =
 * 2^k - 1 steps. Starts as 0 .. the clip of least squared error on the first batch. The interval's
 * lower end is kept at or above zero, so that zero is code 0 and padding exact.
 */
final class QilActivations implements ActivationQuantizer {
  private final int bits;
  private final QilInterval interval = new QilInterval();

  /** Holds leaf tensors: create outside of a step's pointer scope. */
  QilActivations(int bits) {
    this.bits = bits;
  }

  @Override
  public String name() {
    return "qil";
  }

  @Override
  public int bits() {
    return bits;
  }

  private int most() {
    return (1 << bits) - 1;
  }

  @Override
  public Tensor quantize(Tensor input) {
    Tensor clipped = Clip.to(0, 1, interval.line(input));
    Tensor exact = clipped.detach().mul(Torch.scalar(most()));
    Tensor value = FakeValues.constant(step(), clipped);
    return FakeValues.rounded(clipped, exact, most(), value).tensor();
  }

  @Override
  public Map<String, Tensor> parameters() {
    return interval.parameters();
  }

  @Override
  public void initializeFrom(Tensor sample) {
    interval.initialize(sample, 0, most());
  }

  @Override
  public void constrain() {
    interval.constrain(true);
  }

  @Override
  public float step() {
    return 1f / most();
  }

  @Override
  public float spacing() {
    return interval.width() / most();
  }

  @Override
  public float offset() {
    return interval.lower();
  }
}
