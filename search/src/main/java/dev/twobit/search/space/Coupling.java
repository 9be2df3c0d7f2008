package dev.twobit.search.space;

import java.util.Locale;

/** What an Add does to the widths of its operands. */
public enum Coupling {
  /**
   * Each convolution its own; the narrower operand goes onto the first channels, the derived
   * network gets shortcut convolutions where it needs them (TAS, the paper).
   */
  ALIGN,
  /** One width for all that an Add joins. */
  TIED;

  /** Its name in settings and results. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
