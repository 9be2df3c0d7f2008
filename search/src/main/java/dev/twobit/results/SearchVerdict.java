package dev.twobit.results;

/**
 * What a search that compares with the original came to, on held-out images that chose nothing
 * before.
 *
 * @param returned which network is the result
 * @param reason why, in a sentence without its full stop
 * @param leadNats by which the held-out cross-entropy of the winner, else of what came nearest, is
 *     lower than that of what it was compared with; 0 where nothing was compared
 * @param standardErrorNats of it, over images and trainings
 */
public record SearchVerdict(
    Returned returned, String reason, double leadNats, double standardErrorNats) {
  /** Which network is the result. */
  public enum Returned {
    ANOTHER("another network"),
    ORIGINAL("the original network"),
    UNIFORM("the best uniform scaling within the budgets, which the original is not");

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
