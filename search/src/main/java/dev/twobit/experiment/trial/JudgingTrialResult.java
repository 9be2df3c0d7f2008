package dev.twobit.experiment.trial;

import dev.twobit.search.exam.ExamScore;
import java.util.Locale;

/**
 * What a network scored on held-out images.
 *
 * @param seconds of the last sitting
 */
public record JudgingTrialResult(ExamScore score, double seconds) implements TrialResult {
  @Override
  public String outcome() {
    return String.format(
        Locale.ROOT,
        "held-out cross-entropy %.4f, top-1 %.2f %%",
        score.crossEntropy(),
        score.top1Percent());
  }
}
