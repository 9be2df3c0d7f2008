package dev.twobit.experiment.exam;

import dev.twobit.search.exam.ExamNetwork;
import dev.twobit.search.exam.ExamScore;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A network with all its scores.
 *
 * @param brief by the exam's short trainings, the shortest first
 * @param full by full trainings, on images that no other score has
 */
record Examined(ExamNetwork network, List<ExamScore> brief, List<ExamScore> full) {
  Examined {
    brief = List.copyOf(brief);
    full = List.copyOf(full);
  }

  /** Mean over the full trainings. */
  double last(ToDoubleFunction<ExamScore> figure) {
    return full.stream().mapToDouble(figure).average().orElseThrow();
  }
}
