package dev.twobit.experiment.trial;

/** A trial ended without a result, in a process of its own. */
public class TrialFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrialFailedException(String message) {
    super(message);
  }
}
