package dev.twobit.training;

import dev.twobit.tensor.Torch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Stochastic gradient descent with momentum, Nesterov's or plain (Sutskever et al. 2013, in
 * PyTorch's form), and L2 weight decay by group.
 */
public final class Sgd implements Optimizer {
  private static final String STATE = "momentum/";

  private final double momentum;
  private final boolean nesterov;
  private final ParameterGroups groups;
  private final Map<String, Tensor> velocities = new LinkedHashMap<>();

  public Sgd(double momentum, boolean nesterov, ParameterGroups groups) {
    this.momentum = momentum;
    this.nesterov = nesterov;
    this.groups = groups;
  }

  /**
   * With Nesterov momentum.
   *
   * @param weightDecay of weights, biases and batch normalization
   * @param alphaDecay of learned parameters of quantizers
   */
  public Sgd(double momentum, double weightDecay, double alphaDecay) {
    this(momentum, true, ParameterGroups.uniform(weightDecay, alphaDecay));
  }

  /** The same settings without momentum. */
  public Sgd fresh() {
    return new Sgd(momentum, nesterov, groups);
  }

  @Override
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

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    velocities.forEach((key, v) -> state.put(STATE + key, v));
    return state;
  }

  @Override
  public long updates() {
    return 0;
  }

  @Override
  public void resumeAt(long updates) {}

  @Override
  public void step(Map<String, Tensor> parameters, double learningRate) {
    try (NoGradGuard guard = new NoGradGuard()) {
      for (Map.Entry<String, Tensor> entry : parameters.entrySet()) {
        Tensor p = entry.getValue();
        Tensor left = p.mutable_grad();
        // None yet counts as zero, as it does later: else a resumed run, whose leaves are new,
        // would not decay what has not been sampled since.
        Tensor gradient = left.defined() ? left : torch.zeros_like(p);
        Tensor velocity = velocities.get(entry.getKey());
        if (velocity == null) {
          continue;
        }
        double decay = groups.decay(entry.getKey());
        double rate = learningRate * groups.rateFactor(entry.getKey());
        if (decay != 0) {
          gradient.add_(p, Torch.scalar(decay));
        }
        velocity.mul_(Torch.scalar(momentum)).add_(gradient);
        if (nesterov) {
          p.add_(gradient, Torch.scalar(-rate));
          p.add_(velocity, Torch.scalar(-rate * momentum));
        } else {
          p.add_(velocity, Torch.scalar(-rate));
        }
        gradient.zero_();
      }
    }
  }
}
