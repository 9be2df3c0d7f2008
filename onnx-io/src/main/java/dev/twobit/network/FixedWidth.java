package dev.twobit.network;

import java.util.List;
import java.util.Locale;

/**
 * Convolutions that have to keep their widths.
 *
 * @param layers in network order
 * @param node the layer or tensor that is to blame
 * @param reason what of it, in words that follow its name
 * @param share of the network's MACs in these layers, 0..1
 */
public record FixedWidth(List<String> layers, String node, String reason, double share) {
  public FixedWidth {
    layers = List.copyOf(layers);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s (%.1f %% of the MACs) %s: '%s' %s",
        String.join(", ", layers),
        100 * share,
        layers.size() == 1 ? "keeps its width" : "keep their widths",
        node,
        reason);
  }
}
