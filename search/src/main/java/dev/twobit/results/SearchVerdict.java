package dev.twobit.results;

import java.util.Optional;

/**
 * What a search that compares with the original came to, on held-out images that chose nothing
 * before.
 *
 * @param returned which network is the result
 * @param reason why, in a sentence without its full stop
 * @param leadNats by which the held-out cross-entropy of the winner, else of what came nearest, is
 *     lower than that of what it was compared with; 0 where nothing was compared
 * @param standardErrorNats of it, over images and trainings
 * @param residualBits of the result's residual path; absent where they were not searched
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // absent in JSON
public record SearchVerdict(
    Returned returned,
    String reason,
    double leadNats,
    double standardErrorNats,
    Optional<Integer> residualBits) {
  /** Where bits are given. */
  public SearchVerdict(
      Returned returned, String reason, double leadNats, double standardErrorNats) {
    this(returned, reason, leadNats, standardErrorNats, Optional.empty());
  }

  /** Which network is the result. */
  public enum Returned {
    ANOTHER("another network"),
    ORIGINAL("the original network"),
    UNIFORM("the best uniform scaling within the budgets (the original is over one)");

    private final String text;

    Returned(String text) {
      this.text = text;
    }
  }

  /** What is returned and why. */
  public String sentence() {
    return returned.text + " is returned: " + reason;
  }
}
