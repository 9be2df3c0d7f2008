package dev.twobit.training;

import dev.twobit.tensor.Torch;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Clipping of gradients by their norm (Pascanu et al. 2013). */
final class GradientNorm {
  private GradientNorm() {}

  /**
   * Scales all gradients alike so that their joint L2 norm is at most {@code most}.
   *
   * @return the norm before
   */
  static double clip(Map<String, Tensor> parameters, double most) {
    double squares = 0;
    for (Tensor p : parameters.values()) {
      Tensor gradient = p.mutable_grad();
      if (gradient.defined()) {
        double norm = gradient.norm().item_double();
        squares += norm * norm;
      }
    }
    double norm = Math.sqrt(squares);
    if (norm > most) {
      try (NoGradGuard guard = new NoGradGuard()) {
        for (Tensor p : parameters.values()) {
          Tensor gradient = p.mutable_grad();
          if (gradient.defined()) {
            gradient.mul_(Torch.scalar(most / norm));
          }
        }
      }
    }
    return norm;
  }
}
