package dev.twobit.search;

import java.util.Optional;

/**
 * What a method that compares with the original came to, on held-out images that chose nothing
 * before.
 *
 * @param returned which network is the result
 * @param reason why, in a sentence
 * @param lead held-out cross-entropy of what was compared with, less that of the best other
 *     network, nats an image; 0 where nothing was compared
 * @param standardError of the lead, over images and trainings
 * @param residualBits of the returned network's residual path; empty where they were not searched
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record Verdict(
    Returned returned,
    String reason,
    double lead,
    double standardError,
    Optional<Integer> residualBits) {
  /** Where bits are given. */
  public Verdict(Returned returned, String reason, double lead, double standardError) {
    this(returned, reason, lead, standardError, Optional.empty());
  }

  /** Which network is the result. */
  public enum Returned {
    /**
     * One that is better than the original, or than its uniform scaling where that was returned.
     */
    ANOTHER,
    /** The original: nothing was better. */
    ORIGINAL,
    /**
     * The best uniform scaling within the budgets, which the original is not: nothing was better.
     */
    UNIFORM
  }
}
