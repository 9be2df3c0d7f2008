package dev.twobit.search.cost;

/** What the percentages of a budget's band are of (search/docs/methods.md#budgets-and-bands). */
public enum BandBase {
  /** Percentages are of the target. */
  TARGET("target"),
  /**
   * Percentages are of the widest network that the search starts with, as TAS's code has it: 5 %
   * are 20 % of the target if that network costs four times as much.
   */
  WIDEST("widest");

  private final String label;

  BandBase(String label) {
    this.label = label;
  }

  /** Its name in settings and results. */
  public String label() {
    return label;
  }
}
