package dev.twobit.search.bits;

import dev.twobit.network.TensorShape;
import dev.twobit.quantization.WeightQuantizer;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Weights at several widths at once, of one latent tensor; for a search, never deployed. */
record MixedWeights(Mixture mixture, List<WeightQuantizer> branches) implements WeightQuantizer {
  @Override
  public String name() {
    return "mixed";
  }

  @Override
  public int bits() {
    return branches.stream().mapToInt(WeightQuantizer::bits).max().orElseThrow();
  }

  @Override
  public Tensor quantize(Tensor weights) {
    return mixture.sum(branches, q -> q.quantize(weights));
  }

  @Override
  public void initializeFrom(Tensor weights) {
    branches.forEach(q -> q.initializeFrom(weights));
  }

  @Override
  public void constrain() {
    branches.forEach(WeightQuantizer::constrain);
  }

  @Override
  public IntegerWeights encode(Tensor weights, TensorShape shape) {
    throw new UnsupportedOperationException("weights at several widths have no integers");
  }
}
