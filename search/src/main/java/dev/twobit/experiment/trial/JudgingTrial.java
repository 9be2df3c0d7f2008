package dev.twobit.experiment.trial;

import dev.twobit.search.exam.ExamQuestion;
import java.io.IOException;
import java.util.stream.Collectors;

/**
 * A network is trained and scored as a search does it.
 *
 * @param search whose network, images, weights and recipe are used
 */
public record JudgingTrial(int format, SearchTrial search, ExamQuestion question) implements Trial {
  @Override
  public Subject subject() {
    return search.subject();
  }

  @Override
  public <R> R fold(Cases<R> cases) throws IOException {
    return cases.judging(this);
  }

  @Override
  public String title() {
    return training(question)
        + (question.widths().isEmpty() ? "" : ": ")
        + question.widths().values().stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  /** For a person, without the network. */
  public static String training(ExamQuestion question) {
    if (question.epochs() == 0) {
      return "calibrate";
    }
    return (question.last() ? "train in full, " : "train, ")
        + question.epochs()
        + (question.epochs() == 1 ? " epoch" : " epochs")
        + ", seed "
        + question.seed();
  }
}
