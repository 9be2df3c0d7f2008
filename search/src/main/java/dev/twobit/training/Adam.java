package dev.twobit.training;

import dev.twobit.tensor.Torch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam (Kingma and Ba 2015) with L2 decay in the gradient, or AdamW (Loshchilov and Hutter 2019)
 * with decay apart from it; PyTorch's form.
 */
public final class Adam implements Optimizer {
  private static final String FIRST = "adam.mean/";
  private static final String SECOND = "adam.square/";

  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final boolean decoupled;
  private final ParameterGroups groups;
  private final Map<String, Tensor> means = new LinkedHashMap<>();
  private final Map<String, Tensor> squares = new LinkedHashMap<>();
  private long updates;

  /**
   * @param decoupled AdamW's decay, {@code rate x decay x parameter}, instead of L2
   */
  public Adam(
      double beta1, double beta2, double epsilon, boolean decoupled, ParameterGroups groups) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.decoupled = decoupled;
    this.groups = groups;
  }

  @Override
  public void prepare(Map<String, Tensor> parameters) {
    parameters.forEach(
        (key, p) -> {
          if (!means.containsKey(key)) {
            means.put(key, zeros(p));
            squares.put(key, zeros(p));
          }
        });
  }

  private static Tensor zeros(Tensor like) {
    return Torch.tensor(new float[(int) like.numel()], like.sizes().vec().get());
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    means.forEach((key, m) -> state.put(FIRST + key, m));
    squares.forEach((key, s) -> state.put(SECOND + key, s));
    return state;
  }

  @Override
  public long updates() {
    return updates;
  }

  @Override
  public void resumeAt(long done) {
    updates = done;
  }

  @Override
  public void step(Map<String, Tensor> parameters, double learningRate) {
    updates++;
    double correction1 = 1 - Math.pow(beta1, updates);
    double correction2 = Math.sqrt(1 - Math.pow(beta2, updates));
    try (NoGradGuard guard = new NoGradGuard()) {
      for (Map.Entry<String, Tensor> entry : parameters.entrySet()) {
        Tensor mean = means.get(entry.getKey());
        Tensor square = squares.get(entry.getKey());
        if (mean == null || square == null) {
          continue;
        }
        Tensor p = entry.getValue();
        Tensor left = p.mutable_grad();
        Tensor gradient = left.defined() ? left : torch.zeros_like(p);
        double decay = groups.decay(entry.getKey());
        double rate = learningRate * groups.rateFactor(entry.getKey());
        if (decay != 0 && decoupled) {
          p.mul_(Torch.scalar(1 - rate * decay));
        } else if (decay != 0) {
          gradient.add_(p, Torch.scalar(decay));
        }
        mean.mul_(Torch.scalar(beta1)).add_(gradient, Torch.scalar(1 - beta1));
        square.mul_(Torch.scalar(beta2)).addcmul_(gradient, gradient, Torch.scalar(1 - beta2));
        Tensor root = square.sqrt().div_(Torch.scalar(correction2)).add_(Torch.scalar(epsilon));
        p.addcdiv_(mean, root, Torch.scalar(-rate / correction1));
        gradient.zero_();
      }
    }
  }
}
