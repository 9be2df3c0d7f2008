package dev.twobit.search.bits;

import dev.twobit.quantization.ActivationQuantizer;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/** In the place of a layer's quantizer: sees what the layer alone reads, and hands on values. */
record Tap(UnaryOperator<Tensor> seen) implements ActivationQuantizer {
  @Override
  public String name() {
    return "tap";
  }

  @Override
  public int bits() {
    return 8;
  }

  @Override
  public Tensor quantize(Tensor input) {
    return seen.apply(input);
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
    return 1;
  }
}
