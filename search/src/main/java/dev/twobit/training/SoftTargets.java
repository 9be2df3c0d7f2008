package dev.twobit.training;

import dev.twobit.tensor.Torch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * In-place distillation (Yu and Huang 2019, arXiv 1903.05134, section 3.3): a network learns what
 * another answered to the same images.
 */
public final class SoftTargets {
  private SoftTargets() {}

  /**
   * What is learned from an answer, without a gradient of its own.
   *
   * @param logits (N, classes)
   */
  public static Tensor of(Tensor logits) {
    return torch.softmax(logits.detach(), 1);
  }

  /**
   * Cross-entropy with wanted probabilities, nats an image.
   *
   * @param wanted (N, classes), of every row the sum is 1
   * @param logits (N, classes)
   */
  public static Tensor crossEntropy(Tensor wanted, Tensor logits) {
    Tensor answered = torch.log_softmax(logits, 1);
    return wanted.mul(answered).sum().mul(Torch.scalar(-1.0 / logits.size(0)));
  }
}
