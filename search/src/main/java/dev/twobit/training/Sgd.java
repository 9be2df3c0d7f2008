package dev.twobit.training;

import dev.twobit.tensor.Torch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Stochastic gradient descent with Nesterov momentum and decoupled-by-group L2 weight decay
 * (Sutskever et al. 2013, in PyTorch's form). PACT's alpha has a decay of its own.
 */
public final class Sgd {
  private final double momentum;
  private final double weightDecay;
  private final double alphaDecay;
  private final Map<String, Tensor> velocities = new LinkedHashMap<>();

  /**
   * @param weightDecay of weights and batch normalization
   * @param alphaDecay of learned parameters of quantizers
   */
  public Sgd(double momentum, double weightDecay, double alphaDecay) {
    this.momentum = momentum;
    this.weightDecay = weightDecay;
    this.alphaDecay = alphaDecay;
  }

  /** The same settings without momentum. */
  public Sgd fresh() {
    return new Sgd(momentum, weightDecay, alphaDecay);
  }

  /** Allocates what {@link #step} needs: call outside of a step's pointer scope. */
  public void prepare(Map<String, Tensor> parameters) {
    parameters.forEach(
        (key, p) -> {
          if (!velocities.containsKey(key)) {
            velocities.put(key, Torch.tensor(new float[(int) p.numel()], p.sizes().vec().get()));
          }
        });
  }

  /** Momentum buffers by key, for checkpoints and for growth. */
  public Map<String, Tensor> velocities() {
    return velocities;
  }

  /** One update from the gradients that backward left, which are cleared. */
  public void step(Map<String, Tensor> parameters, double learningRate) {
    try (NoGradGuard guard = new NoGradGuard()) {
      for (Map.Entry<String, Tensor> entry : parameters.entrySet()) {
        Tensor p = entry.getValue();
        Tensor left = p.mutable_grad();
        // None yet counts as zero, as it does later: else a resumed run, whose leaves are new,
        // would
        // not decay what has not been sampled since.
        Tensor gradient = left.defined() ? left : torch.zeros_like(p);
        Tensor velocity = velocities.get(entry.getKey());
        if (velocity == null) {
          continue;
        }
        double decay = LayerQuantizers.isQuantizerKey(entry.getKey()) ? alphaDecay : weightDecay;
        if (decay != 0) {
          gradient.add_(p, Torch.scalar(decay));
        }
        velocity.mul_(Torch.scalar(momentum)).add_(gradient);
        p.add_(gradient, Torch.scalar(-learningRate));
        p.add_(velocity, Torch.scalar(-learningRate * momentum));
        gradient.zero_();
      }
    }
  }
}
