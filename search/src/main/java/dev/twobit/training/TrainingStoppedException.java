package dev.twobit.training;

/** A training or search was asked to stop; its checkpoint is written. */
public final class TrainingStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrainingStoppedException(int epoch, int step) {
    super("stopped in epoch " + epoch + " after step " + step + "; the checkpoint is written");
  }

  /**
   * @param message what was stopped, and what is kept
   */
  public TrainingStoppedException(String message) {
    super(message);
  }
}
