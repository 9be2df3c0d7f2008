package dev.twobit.results;

import java.util.List;

/**
 * Output channels of one convolution or fully connected layer.
 *
 * @param role {@code stem}, {@code searched}, {@code shortcut}, {@code tied to …}, {@code
 *     classifier}, {@code inserted}
 * @param originalChannels 0 for a layer the adaptation inserted
 * @param adaptedChannels 0 for a layer that is gone
 * @param candidates widths the search chose among at its end, ascending; empty if not searched
 */
public record LayerWidth(
    String layer,
    String role,
    int originalChannels,
    int adaptedChannels,
    List<Integer> candidates) {
  public LayerWidth {
    candidates = List.copyOf(candidates);
  }
}
