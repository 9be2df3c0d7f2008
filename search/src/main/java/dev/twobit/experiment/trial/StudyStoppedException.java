package dev.twobit.experiment.trial;

/** The study was asked to stop before its next trial; all results so far are kept. */
public final class StudyStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StudyStoppedException() {
    super("stopped before the next trial; what is done is kept");
  }
}
