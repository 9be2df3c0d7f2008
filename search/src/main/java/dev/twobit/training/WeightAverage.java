package dev.twobit.training;

import dev.twobit.tensor.Torch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * An exponential moving average of weights, quantizer parameters and running statistics. Its decay
 * rises as (1 + t) / (10 + t) with the updates t to the one asked for, so that the start is soon
 * forgotten.
 */
final class WeightAverage {
  private final double decay;
  private final Map<String, Tensor> live = new LinkedHashMap<>();
  private final Map<String, Tensor> averages = new LinkedHashMap<>();

  /** Holds tensors: create outside of a step's pointer scope. */
  WeightAverage(double decay, TrainableNetwork network) {
    this.decay = decay;
    live.putAll(network.trainable());
    live.putAll(network.buffers());
    live.forEach((key, t) -> averages.put(key, copy(t)));
  }

  static Tensor copy(Tensor tensor) {
    return Torch.tensor(Torch.floats(tensor), tensor.sizes().vec().get());
  }

  /** Takes the weights into the average; call after each optimizer step. */
  void update(long updatesBefore) {
    double keep = Math.min(decay, (1.0 + updatesBefore) / (10.0 + updatesBefore));
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      averages.forEach(
          (key, average) -> {
            Tensor now = live.get(key);
            if (now != null) {
              average.lerp_(now, Torch.scalar(1 - keep));
            }
          });
    }
  }

  Map<String, Tensor> state() {
    return averages;
  }
}
