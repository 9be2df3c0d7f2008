package dev.twobit.experiment.exam;

import dev.twobit.experiment.trial.DrawTrial;
import dev.twobit.experiment.trial.JudgingTrial;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.search.exam.Exam;
import dev.twobit.search.exam.ExamQuestion;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The trials of an exam.
 *
 * @param search in whose regime
 * @param networks drawn
 * @param trainings full ones of each
 */
record ExamTrials(SearchTrial search, int networks, int trainings) {
  /** Epochs of the scores before the full training; 0: calibrated, not trained. */
  private static final List<Integer> BRIEF = List.of(0, 1, 3);

  DrawTrial draw() {
    return new DrawTrial(Trial.FORMAT, search, networks);
  }

  /** Epochs of each score; shorter than the full training. */
  List<Integer> brief() {
    return BRIEF.stream().filter(epochs -> epochs < epochs()).toList();
  }

  /** Of the full training. */
  int epochs() {
    return search.candidates().orElseThrow().training().values().epochs();
  }

  /** A network's score after so many epochs. */
  JudgingTrial brief(Map<String, Integer> widths, int epochs) {
    return trial(new ExamQuestion(widths, epochs, seed(), false));
  }

  /** The full trainings of a network. */
  List<JudgingTrial> full(Map<String, Integer> widths) {
    return IntStream.range(0, trainings)
        .mapToObj(t -> trial(new ExamQuestion(widths, epochs(), Exam.seed(seed(), t), true)))
        .toList();
  }

  /** All of one network, the cheapest first. */
  List<JudgingTrial> of(Map<String, Integer> widths) {
    return Stream.concat(brief().stream().map(e -> brief(widths, e)), full(widths).stream())
        .toList();
  }

  private JudgingTrial trial(ExamQuestion question) {
    return new JudgingTrial(Trial.FORMAT, search, question);
  }

  private long seed() {
    return search.execution().seed();
  }
}
