package dev.twobit.network;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A network with all its convolutions narrower or wider by one factor. */
public final class ScaledWidths {
  private ScaledWidths() {}

  /**
   * The network without weights, every width that can change times {@code factor}, rounded, and at
   * least 1 (or the groups of a grouped convolution): as MobileNet's width multiplier (arXiv
   * 1704.04861, section 3.3). What reads the image and what writes the output keep those sides.
   *
   * @param factor over 0, at most 8; else an {@link InvalidInputException}
   */
  public static Network of(Network network, double factor) {
    if (!(factor > 0 && factor <= 8)) {
      throw new InvalidInputException(
          "--width: found " + factor + ", expected a factor over 0, at most 8");
    }
    Set<String> convolutions =
        network.convolutions().stream().map(Layer::name).collect(Collectors.toSet());
    Map<String, Integer> widths = new LinkedHashMap<>();
    network.convolutions().forEach(c -> widths.put(c.name(), c.outputChannels()));
    for (WidthGroup group : ChannelDependencies.tied(network).groups()) {
      int multiple = group.multiple();
      int steps = Math.max(1, (int) Math.round(factor * group.nominal() / multiple));
      group.layers().stream()
          .filter(convolutions::contains)
          .forEach(name -> widths.put(name, steps * multiple));
    }
    return WidthAdapter.adapt(network, widths);
  }
}
