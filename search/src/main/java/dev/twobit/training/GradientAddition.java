package dev.twobit.training;

import org.bytedeco.pytorch.Tensor;

/**
 * What adds to the gradients of a training's step after the loss of the network itself. The same
 * for the same arguments and weights, to the bit, so that a training can be continued.
 */
@FunctionalInterface
public interface GradientAddition {
  /** None. */
  GradientAddition NONE = (images, logits, epoch, step) -> {};

  /**
   * Adds to the gradients of the network's leaves; called within the step's pointer scope.
   *
   * @param images normalized, (N,C,H,W)
   * @param logits of the network for them, (N, classes), without gradient
   * @param epoch 0-based
   * @param step 0-based of the epoch
   */
  void add(Tensor images, Tensor logits, int epoch, int step);
}
