package dev.twobit.training;

/** The loss is no longer a number. */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrainingDivergedException(int epoch, int step, double learningRate, double loss) {
    super(
        "training diverged in epoch "
            + epoch
            + ", step "
            + step
            + ": loss "
            + loss
            + " at learning rate "
            + learningRate
            + "; Maybe a lower learning rate, or more warm-up");
  }
}
