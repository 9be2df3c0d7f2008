package dev.twobit.search.bits;

import dev.twobit.quantization.ActivationQuantizer;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** What a layer reads at several widths at once; for a search, never deployed. */
record MixedActivations(Mixture mixture, List<ActivationQuantizer> branches)
    implements ActivationQuantizer {
  @Override
  public String name() {
    return "mixed";
  }

  @Override
  public int bits() {
    return widest().bits();
  }

  private ActivationQuantizer widest() {
    return branches.stream().max((a, b) -> Integer.compare(a.bits(), b.bits())).orElseThrow();
  }

  @Override
  public Tensor quantize(Tensor input) {
    return mixture.sum(branches, q -> q.quantize(input));
  }

  @Override
  public boolean clipsAtZero() {
    return branches.stream().allMatch(ActivationQuantizer::clipsAtZero);
  }

  @Override
  public boolean isSigned() {
    return widest().isSigned();
  }

  /** Leaves of the branches are named by whoever mixes them. */
  @Override
  public Map<String, Tensor> parameters() {
    return Map.of();
  }

  @Override
  public void initializeFrom(Tensor sample) {
    branches.forEach(q -> q.initializeFrom(sample));
  }

  @Override
  public void constrain() {
    branches.forEach(ActivationQuantizer::constrain);
  }

  @Override
  public float step() {
    return widest().step();
  }
}
