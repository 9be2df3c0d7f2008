package dev.twobit.search.cost;

/** Which network's cost the expected cost is the expectation of. */
public enum Expectation {
  /**
   * The super-net's layers: behind an Add the input is as wide as the widest operand, and adding
   * operands of different widths costs nothing (search/docs/methods.md#expected-cost).
   */
  ADDITIVE("additive"),
  /**
   * The derived network's layers: behind an Add the block's own width, and where the identity has
   * another one the shortcut convolution, its batch normalization and its add.
   */
  WITH_SHORTCUTS("with-shortcuts");

  private final String label;

  Expectation(String label) {
    this.label = label;
  }

  /** Its name in settings and results. */
  public String label() {
    return label;
  }
}
