package dev.twobit.training;

/** The loss is no longer a number. */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param epoch 1-based, as {@code step}
   * @param culprit the first layer, in forward order, with something not finite, and what that is
   */
  TrainingDivergedException(int epoch, int step, double learningRate, double loss, String culprit) {
    super(
        "training diverged in epoch "
            + epoch
            + ", step "
            + step
            + ": loss "
            + loss
            + " at learning rate "
            + learningRate
            + "; "
            + culprit
            + "; Maybe a lower learning rate, more warm-up, or gradient clipping");
  }

  /**
   * @param message what diverged, where, and what may help
   */
  public TrainingDivergedException(String message) {
    super(message);
  }
}
