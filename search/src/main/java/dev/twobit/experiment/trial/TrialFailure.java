package dev.twobit.experiment.trial;

import dev.twobit.io.FileFailure;
import dev.twobit.network.InvalidInputException;
import dev.twobit.training.TrainingDivergedException;
import java.util.Optional;

/**
 * An end without a result that another try would come to as well.
 *
 * @param text for a person, in a line
 */
public record TrialFailure(Kind kind, String text) {
  /** Why it ended. */
  public enum Kind {
    /** Input that is not as expected. */
    REFUSED,
    DIVERGED
  }

  /** Empty for what may be otherwise the next time. */
  static Optional<TrialFailure> of(Throwable e) {
    String message = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    if (e instanceof InvalidInputException) {
      return Optional.of(new TrialFailure(Kind.REFUSED, message));
    }
    if (e instanceof TrainingDivergedException) {
      return Optional.of(new TrialFailure(Kind.DIVERGED, message));
    }
    return FileFailure.in(e).map(file -> new TrialFailure(Kind.REFUSED, FileFailure.line(file)));
  }

  /** What the process that ran the trial threw. */
  public RuntimeException exception() {
    return switch (kind) {
      case REFUSED -> new InvalidInputException(text);
      case DIVERGED -> new TrainingDivergedException(text);
    };
  }
}
