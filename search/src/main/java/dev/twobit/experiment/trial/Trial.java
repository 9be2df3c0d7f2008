package dev.twobit.experiment.trial;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.twobit.network.InvalidInputException;
import java.io.IOException;

/**
 * One piece of work of a study: a value that holds everything its result depends on, so that any
 * machine that has the named files can run it, and equal trials have equal results.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SearchTrial.class, name = "search"),
  @JsonSubTypes.Type(value = TrainingTrial.class, name = "training"),
  @JsonSubTypes.Type(value = ProbeTrial.class, name = "probe"),
  @JsonSubTypes.Type(value = EvaluationTrial.class, name = "evaluation"),
  @JsonSubTypes.Type(value = DrawTrial.class, name = "draw"),
  @JsonSubTypes.Type(value = JudgingTrial.class, name = "judging")
})
public sealed interface Trial
    permits SearchTrial, TrainingTrial, ProbeTrial, EvaluationTrial, DrawTrial, JudgingTrial {
  /** Raised when results of an older twobit no longer are what this one would find. */
  int FORMAT = 5;

  /** {@link #FORMAT} of the twobit that made it. */
  int format();

  /** Throws a one-line error for a trial of another twobit. */
  default void requireFormat() {
    if (format() != FORMAT) {
      throw new InvalidInputException("trial: found format " + format() + ", expected " + FORMAT);
    }
  }

  Subject subject();

  /** For a person, in a few words. */
  String title();

  /** What is done with a trial of its kind. */
  <R> R fold(Cases<R> cases) throws IOException;

  /**
   * One a kind of trial.
   *
   * @param <R> what is made of it
   */
  interface Cases<R> {
    R search(SearchTrial trial) throws IOException;

    R training(TrainingTrial trial) throws IOException;

    R probe(ProbeTrial trial) throws IOException;

    R evaluation(EvaluationTrial trial) throws IOException;

    R draw(DrawTrial trial) throws IOException;

    R judging(JudgingTrial trial) throws IOException;
  }
}
