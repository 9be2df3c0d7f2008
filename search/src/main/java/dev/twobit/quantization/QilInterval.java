package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * QIL's learned interval center - distance .. center + distance (search/docs/quantizers.md#qil).
 */
final class QilInterval {
  private static final double LEAST = 1e-4;

  private final Tensor center = leaf();
  private final Tensor distance = leaf();

  /** Holds leaf tensors: create outside of a step's pointer scope. */
  QilInterval() {}

  private static Tensor leaf() {
    return Torch.tensor(new float[] {0.5f}, 1).set_requires_grad(true);
  }

  Map<String, Tensor> parameters() {
    Map<String, Tensor> both = new LinkedHashMap<>();
    both.put("center", center);
    both.put("distance", distance);
    return both;
  }

  /** 0 at the interval's lower end, 1 at its upper end, not clipped. */
  Tensor line(Tensor x) {
    return x.sub(center.sub(distance)).div(distance.mul(Torch.scalar(2)));
  }

  /**
   * Sets it to 0 .. most steps of the least squared error.
   *
   * @param least code
   * @param most code
   */
  void initialize(Tensor v, int least, int most) {
    double half = Math.max(LEAST, LeastErrorStep.of(v, least, most).orElse(0) * most / 2);
    try (NoGradGuard guard = new NoGradGuard()) {
      center.fill_(Torch.scalar(half));
      distance.fill_(Torch.scalar(half));
    }
  }

  /**
   * Both stay positive.
   *
   * @param zeroIsPruned the lower end stays at or above zero
   */
  void constrain(boolean zeroIsPruned) {
    try (NoGradGuard guard = new NoGradGuard()) {
      distance.clamp_min_(Torch.scalar(LEAST));
      center.clamp_min_(Torch.scalar(LEAST));
      if (zeroIsPruned) {
        center.clamp_min_(distance.detach());
      }
    }
  }

  float lower() {
    return center.item_float() - distance.item_float();
  }

  float width() {
    return 2 * distance.item_float();
  }
}
