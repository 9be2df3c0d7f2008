package dev.twobit.search.inherit;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What new channels begin with so that no layer computes anything else than before
 * (search/docs/methods.md#inherited-weights). Where a quantizer reads them they are small enough
 * for its code 0; of several layers whose results an Add sums, one writes them and the others
 * zeros.
 */
final class SilentGrowth {
  private final Network network;
  private final Map<String, SilentRange> ranges;
  private final Map<String, List<Layer>> consumers;
  private final Origins origins;
  private final NewChannels newChannels;

  /**
   * @param network derived, of which no weights are needed
   * @param ranges of layers that read quantized
   * @param inserted layers that the original network does not have
   */
  SilentGrowth(
      Network network,
      Map<String, SilentRange> ranges,
      Set<String> inserted,
      NewChannels newChannels) {
    this.newChannels = newChannels;
    this.network = network;
    this.ranges = new HashMap<>(ranges);
    this.consumers = network.consumers();
    this.origins = new Origins(network, inserted);
  }

  /** Whether a new channel that is read quantized is to be code 0. */
  boolean isSilent(ChannelSources channels, int channel) {
    return channels.grown()[channel]
        && switch (newChannels) {
          case SILENT -> true;
          case AWAKE, SPLIT -> false;
          case PAIRED -> channels.isAlone(channel);
        };
  }

  /** Whether a layer's new inputs are code 0, so that its weights for them may be anything. */
  boolean readsCodes(String layer) {
    return ranges.containsKey(layer);
  }

  boolean isSplit() {
    return newChannels == NewChannels.SPLIT;
  }

  /** What is code 0 for all that read a layer's channels quantized; empty if none does. */
  Optional<SilentRange> range(Layer writer) {
    return readings(writer).stream().map(Reading::range).reduce(SilentRange::and);
  }

  /**
   * What one code covers for the reader of a layer's channels that has the coarsest ones; 0 where
   * another layer, whose results this one's are summed with, moves them.
   */
  double spacing(Layer writer) {
    if (!origins.summedWith(writer.name()).get(0).equals(writer.name())) {
      return 0;
    }
    return readings(writer).stream()
        .filter(r -> origins.of(r.tensor).contains(writer.name()))
        .mapToDouble(r -> r.range.spacing())
        .max()
        .orElse(0);
  }

  /** A layer that reads quantized, which tensor and what is code 0. */
  private record Reading(String tensor, SilentRange range) {}

  private List<Reading> readings(Layer writer) {
    List<Reading> found = new ArrayList<>();
    Deque<String> open = new ArrayDeque<>(List.of(writer.output()));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String tensor = open.remove();
      if (!seen.add(tensor)) {
        continue;
      }
      for (Layer reader : consumers.getOrDefault(tensor, List.of())) {
        SilentRange own = ranges.get(reader.name());
        if (own != null) {
          found.add(new Reading(tensor, own));
        } else if (!ConvolutionRoles.isWeighted(reader)
            && reader.asBatchNormalization().isEmpty()) {
          open.add(reader.output());
        }
      }
    }
    return found;
  }

  /**
   * Channels from this one on are the layer's own to write where they are new: those before are
   * written by a layer that it is summed with.
   */
  int firstOwn(Layer writer) {
    List<String> summed = origins.summedWith(writer.name());
    int own = 0;
    for (String other : summed.stream().filter(origins::normalizes).toList()) {
      if (other.equals(writer.name())) {
        return own;
      }
      own = Math.max(own, width(other));
    }
    // It is not normalized: if it can be silent, it is by zeros.
    return Integer.MAX_VALUE;
  }

  private int width(String layer) {
    return network.layer(layer).map(l -> network.shape(l.output()).channels()).orElse(0);
  }

  /**
   * Whether a silent row of a layer is zeros: its channels are read as they are, quantized
   * somewhere, and it is not quantized itself.
   */
  boolean isSilentByZeros(Layer weighted) {
    return !isNormalized(weighted)
        && !ranges.containsKey(weighted.name())
        && range(weighted).isPresent();
  }

  /** Whether all that reads a layer normalizes it, so that a factor on its output is lost. */
  boolean isNormalized(Layer weighted) {
    List<Layer> readers = consumers.getOrDefault(weighted.output(), List.of());
    return !readers.isEmpty()
        && readers.stream().allMatch(r -> r.asBatchNormalization().isPresent());
  }
}
