package dev.twobit.network;

import java.util.List;

/**
 * Layers that have to be equally wide, and may be of another width than now.
 *
 * @param layers convolutions, and fully connected layers tied to them, in network order; all that
 *     they write is of this width
 * @param nominal channels now
 * @param multiple what other widths have to be a multiple of: 1, or the groups of a grouped
 *     convolution or a shuffle
 */
public record WidthGroup(List<String> layers, int nominal, int multiple) {
  public WidthGroup {
    layers = List.copyOf(layers);
  }
}
