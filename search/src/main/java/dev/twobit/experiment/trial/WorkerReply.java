package dev.twobit.experiment.trial;

import dev.twobit.io.FileFailure;
import dev.twobit.network.InvalidInputException;
import dev.twobit.training.TrainingDivergedException;
import dev.twobit.training.TrainingStoppedException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a worker says, a line each: a word and what follows it.
 *
 * @param text of {@link Kind#RESULT} a result as JSON, of all others for a person
 */
record WorkerReply(Kind kind, String text) {
  enum Kind {
    /** Progress. */
    SAY,
    RESULT,
    /** The trial ended early, as asked; it can be gone on with. */
    STOPPED,
    /** Input that is not as expected. */
    REFUSED,
    DIVERGED,
    FAILED;

    private String word() {
      return name().toLowerCase(Locale.ROOT) + " ";
    }
  }

  /** Empty for what something else has printed. */
  static Optional<WorkerReply> parse(String line) {
    return Arrays.stream(Kind.values())
        .filter(kind -> line.startsWith(kind.word()))
        .map(kind -> new WorkerReply(kind, line.substring(kind.word().length())))
        .findFirst();
  }

  static WorkerReply of(Throwable e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof TrainingStoppedException || e instanceof StudyStoppedException) {
      return new WorkerReply(Kind.STOPPED, "");
    }
    if (e instanceof InvalidInputException) {
      return new WorkerReply(Kind.REFUSED, message);
    }
    if (e instanceof TrainingDivergedException) {
      return new WorkerReply(Kind.DIVERGED, message);
    }
    return FileFailure.in(e)
        .map(file -> new WorkerReply(Kind.REFUSED, FileFailure.line(file)))
        .orElseGet(
            () -> new WorkerReply(Kind.FAILED, e.getClass().getSimpleName() + ": " + message));
  }

  /** On one line. */
  String line() {
    return kind.word() + text.replaceAll("\\s*\\R\\s*", " ");
  }
}
