package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What a super-net's weights begin with and which of its networks learn
 * (search/docs/methods.md#nces-repairs-and-their-keys).
 *
 * @param superNetStart what the weights begin with
 * @param superNetRate rates of weights as a multiple of those given, where they are inherited
 * @param weightStep networks that a step on the weights trains
 * @param widestShare share of all epochs over which the probability that a step trains the widest
 *     network, and not a sampled one, falls from 1 to 0; 0: never
 */
@JsonNaming(KebabCaseStrategy.class)
public record SuperNetSettings(
    Start superNetStart, double superNetRate, Step weightStep, double widestShare) {

  /** What weights begin with. */
  public enum Start {
    FRESH,
    /** The trained network's, where networks that are compared begin with these; else fresh. */
    INHERITED
  }

  /** Networks that a step on the weights trains. */
  public enum Step {
    /** A sampled one. */
    SAMPLED,
    /** The widest; the narrowest and a sampled one learn what it answers. */
    SANDWICH
  }

  /** That a step on the weights trains, at the most. */
  public int networks() {
    return weightStep == Step.SANDWICH ? 3 : 1;
  }

  /**
   * Probability that a step on the weights trains the widest network in place of a sampled one.
   *
   * @param epoch 0-based, of {@code epochs} of warm-up and search together
   */
  double widestProbability(int epoch, int epochs) {
    return widestShare > 0 ? Math.max(0, 1 - epoch / (widestShare * epochs)) : 0;
  }
}
