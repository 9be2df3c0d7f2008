package dev.twobit.search;


/** What the percentages of a budget's band are of (SPEC 2.4). */
public enum BandBase {
  /** Of the target. */
  TARGET("target"),
  /**
   * Of the widest network that the search starts with, as TAS's code has it: 5 % are 20 % of the
   * target if that network costs four times as much.
   */
  WIDEST("widest");

  private final String label;

  BandBase(String label) {
    this.label = label;
  }

  /** As in settings and results. */
  public String label() {
    return label;
  }
}
