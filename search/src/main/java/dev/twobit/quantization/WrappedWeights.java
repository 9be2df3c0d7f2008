package dev.twobit.quantization;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Another quantizer's weights but for what is overridden. */
abstract class WrappedWeights implements RoundedWeights {
  private final RoundedWeights inner;

  WrappedWeights(RoundedWeights inner) {
    this.inner = inner;
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
  public boolean isMidRise() {
    return inner.isMidRise();
  }

  @Override
  public boolean roundsToItsValues() {
    return inner.roundsToItsValues();
  }

  @Override
  public Tensor statistic(Tensor weights) {
    return inner.statistic(weights);
  }

  @Override
  public FakeValues values(Tensor weights, Tensor statistic) {
    return inner.values(weights, statistic);
  }

  @Override
  public Map<String, Tensor> parameters() {
    return inner.parameters();
  }

  @Override
  public void initializeFrom(Tensor weights) {
    inner.initializeFrom(weights);
  }

  @Override
  public void constrain() {
    inner.constrain();
  }
}
