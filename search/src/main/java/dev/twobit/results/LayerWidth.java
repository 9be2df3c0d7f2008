package dev.twobit.results;

import java.util.List;
import java.util.Optional;

/**
 * Output channels of one convolution or fully connected layer, and the bits of what it multiplies.
 *
 * @param role {@code stem}, {@code searched}, {@code shortcut}, {@code tied to …}, {@code
 *     classifier}, {@code inserted}
 * @param originalChannels 0 for a layer the adaptation inserted
 * @param adaptedChannels 0 for a layer that is gone
 * @param candidates widths the search chose among at its end, ascending; empty if not searched
 * @param bits absent in results written before they were
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // absent in JSON
public record LayerWidth(
    String layer,
    String role,
    int originalChannels,
    int adaptedChannels,
    List<Integer> candidates,
    Optional<Operands> bits) {
  public LayerWidth {
    candidates = List.copyOf(candidates);
  }

  /**
   * Bits, weights x activations such as {@code 2x4}.
   *
   * @param original empty for a layer the adaptation inserted
   * @param adapted empty for a layer that is gone
   */
  public record Operands(String original, String adapted) {}
}
