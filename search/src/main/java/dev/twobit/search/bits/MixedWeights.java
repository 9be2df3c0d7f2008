package dev.twobit.search.bits;

import dev.twobit.quantization.FakeWeights;
import dev.twobit.quantization.WeightQuantizer;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Weights at several widths at once, of one latent tensor: for a search, without integers. */
record MixedWeights(Mixture mixture, List<WeightQuantizer> branches) implements FakeWeights {
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
}
