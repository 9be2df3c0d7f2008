package dev.twobit.precision;

import dev.twobit.network.InvalidInputException;

/**
 * Widths of a layer's operands.
 *
 * @param weights 1 to 8; {@code activations}, what the layer reads, likewise
 */
public record Bits(int weights, int activations) {
  public static final int MOST = 8;

  public Bits {
    requireWidth(weights);
    requireWidth(activations);
  }

  /** The same of both. */
  public static Bits of(int bits) {
    return new Bits(bits, bits);
  }

  private static void requireWidth(int bits) {
    if (bits < 1 || bits > MOST) {
      throw new IllegalArgumentException(bits + " bits, expected 1 to " + MOST);
    }
  }

  /**
   * {@code 4}, or {@code 2x3}: weights x activations.
   *
   * @param source named in errors, e.g. {@code --bits}
   */
  public static Bits parse(String source, String text) {
    if (!text.matches("[1-8](x[1-8])?")) {
      throw new InvalidInputException(
          source
              + ": found '"
              + text
              + "', expected 1 to 8, or weights x activations such as 2x3, of 1 to 8 each");
    }
    int weights = text.charAt(0) - '0';
    return new Bits(weights, text.length() == 1 ? weights : text.charAt(2) - '0');
  }

  /** Weights x activations, such as {@code 2x3}. */
  public String text() {
    return weights + "x" + activations;
  }

  /** As short as it can be asked for: {@code 4} where both are the same. */
  public String shortText() {
    return weights == activations ? String.valueOf(weights) : text();
  }

  /** Whether an operand has fewer than {@link #MOST}. */
  public boolean isNarrow() {
    return weights < MOST || activations < MOST;
  }
}
