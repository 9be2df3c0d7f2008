package dev.twobit.training;

/** The training was asked to stop; its checkpoint is written. */
public final class TrainingStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrainingStoppedException(int epoch, int step) {
    super("stopped in epoch " + epoch + " after step " + step + "; the checkpoint is written");
  }
}
