package dev.twobit.search.cost;

/**
 * What was looked up, and how much of it had to be computed first.
 *
 * @param asked 0 or more; {@code computed} at most as many
 */
public record Hits(long asked, long computed) {
  /** Share of what was known, 0..1. */
  public double share() {
    return asked == 0 ? 0 : 1 - (double) computed / asked;
  }

  /** What came since {@code before}. */
  public Hits since(Hits before) {
    return new Hits(asked - before.asked, computed - before.computed);
  }

  Hits plus(Hits other) {
    return new Hits(asked + other.asked, computed + other.computed);
  }
}
