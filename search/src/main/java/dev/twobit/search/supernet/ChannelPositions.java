package dev.twobit.search.supernet;

import dev.twobit.network.Layer;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TensorWidth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which channels of a tensor are those of narrower units. A unit's are the first ones; where a
 * grouped convolution works on it, the first ones of each group, so that a channel stays in its
 * group whatever the width. The blocks of a Concat begin where they do at the larger widths.
 */
final class ChannelPositions {
  private final Map<String, Integer> groups = new HashMap<>();

  ChannelPositions(SearchSpace space) {
    for (Layer.Convolution c : space.network().convolutions()) {
      if (c.groups() > 1 && !c.isDepthwise()) {
        for (String tensor : List.of(c.input(), c.output())) {
          if (space.width(tensor) instanceof TensorWidth.OfUnit u) {
            groups.merge(u.unit(), c.groups(), ChannelPositions::leastCommonMultiple);
          }
        }
      }
    }
    groups.values().removeIf(g -> g == 1);
    groups
        .entrySet()
        .removeIf(
            e -> space.unit(e.getKey()).candidates().stream().anyMatch(w -> w % e.getValue() != 0));
  }

  private static int leastCommonMultiple(int a, int b) {
    int multiple = a;
    while (multiple % b != 0) {
      multiple += a;
    }
    return multiple;
  }

  /** Groups that a unit's channels are divided into, 1 if they are not. */
  int groups(String unit) {
    return groups.getOrDefault(unit, 1);
  }

  /**
   * Positions in a tensor with units {@code large} of the channels it has with units {@code small},
   * in their order there.
   */
  int[] within(TensorWidth width, Map<String, Integer> small, Map<String, Integer> large) {
    if (width instanceof TensorWidth.OfUnit u) {
      return grouped(width.at(small), width.at(large), groups(u.unit()));
    }
    if (width instanceof TensorWidth.Sum s) {
      List<Integer> all = new ArrayList<>();
      int offset = 0;
      for (TensorWidth operand : s.operands()) {
        for (int position : within(operand, small, large)) {
          all.add(offset + position);
        }
        offset += operand.at(large);
      }
      return all.stream().mapToInt(Integer::intValue).toArray();
    }
    if (width instanceof TensorWidth.Times t) {
      int[] channels = within(t.of(), small, large);
      int each = t.factor();
      return IntStream.range(0, channels.length * each)
          .map(i -> channels[i / each] * each + i % each)
          .toArray();
    }
    return IntStream.range(0, width.at(small)).toArray();
  }

  private static int[] grouped(int small, int large, int groups) {
    int each = small / groups;
    return IntStream.range(0, small).map(i -> i / each * (large / groups) + i % each).toArray();
  }

  /**
   * Where a unit's channels are in a tensor: channel c at {@code offset + c x stride}.
   *
   * @param offset of channel 0
   */
  record Occurrence(int offset, int stride) {
    int of(int channel) {
      return offset + channel * stride;
    }
  }

  /** All occurrences of a unit in a tensor of these widths; none if it is not of that unit. */
  static List<Occurrence> occurrences(TensorWidth width, String unit, Map<String, Integer> widths) {
    List<Occurrence> found = new ArrayList<>();
    if (width instanceof TensorWidth.OfUnit u && u.unit().equals(unit)) {
      found.add(new Occurrence(0, 1));
    } else if (width instanceof TensorWidth.Largest l) {
      l.operands().forEach(o -> found.addAll(occurrences(o, unit, widths)));
    } else if (width instanceof TensorWidth.Sum s) {
      int offset = 0;
      for (TensorWidth operand : s.operands()) {
        for (Occurrence o : occurrences(operand, unit, widths)) {
          found.add(new Occurrence(offset + o.offset, o.stride));
        }
        offset += operand.at(widths);
      }
    } else if (width instanceof TensorWidth.Times t) {
      for (Occurrence o : occurrences(t.of(), unit, widths)) {
        for (int i = 0; i < t.factor(); i++) {
          found.add(new Occurrence(o.offset * t.factor() + i, o.stride * t.factor()));
        }
      }
    }
    return found.stream().distinct().toList();
  }

  /** A width as the runs it consists of, each but an Add's of one unit at most. */
  static List<TensorWidth> blocks(TensorWidth width) {
    if (width instanceof TensorWidth.Sum s) {
      return s.operands().stream().flatMap(o -> blocks(o).stream()).toList();
    }
    if (width instanceof TensorWidth.Times t && t.of() instanceof TensorWidth.Sum s) {
      return s.operands().stream()
          .flatMap(o -> blocks(new TensorWidth.Times(o, t.factor())).stream())
          .toList();
    }
    return List.of(width);
  }
}
