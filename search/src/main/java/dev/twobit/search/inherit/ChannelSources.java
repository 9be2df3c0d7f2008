package dev.twobit.search.inherit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the channels of a tensor of a derived network come from.
 *
 * @param from place in the trained network's tensor; of a channel that is new, that of the one it
 *     is modelled on
 * @param grown whether it is new
 * @param twin place in the derived network's tensor of the new channel that it is one of two with;
 *     its own, if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // one a tensor, never compared
record ChannelSources(int[] from, boolean[] grown, int[] twin) {
  static ChannelSources identity(int channels) {
    return alone(IntStream.range(0, channels).toArray(), new boolean[channels]);
  }

  private static ChannelSources alone(int[] from, boolean[] grown) {
    return new ChannelSources(from, grown, IntStream.range(0, from.length).toArray());
  }

  /**
   * A unit's: the first of its order, then new ones modelled on the first again.
   *
   * @param order of the trained network's channels
   * @param width channels in the derived network
   * @param groups that the channels are cut into, each with its own first ones
   */
  static ChannelSources of(int[] order, int width, int groups) {
    int old = order.length / groups;
    int now = width / groups;
    ChannelSources result = alone(new int[width], new boolean[width]);
    for (int i = 0; i < width; i++) {
      int within = i % now;
      result.from[i] = order[i / now * old + within % old];
      result.grown[i] = within >= old;
    }
    return result;
  }

  /**
   * As {@link #of}, with two new channels modelled on each of the first.
   *
   * @param order of the trained network's channels
   * @param width channels in the derived network
   * @param groups that the channels are cut into, each with its own first ones
   */
  static ChannelSources paired(int[] order, int width, int groups) {
    int old = order.length / groups;
    int now = width / groups;
    ChannelSources result = of(order, width, groups);
    for (int i = 0; i < width; i++) {
      int grown = i % now - old;
      if (grown >= 0) {
        result.from[i] = order[i / now * old + grown / 2 % old];
        int twin = grown % 2 == 0 ? i + 1 : i - 1;
        result.twin[i] = twin / now == i / now && twin < width ? twin : i;
      }
    }
    return result;
  }

  boolean isSecondOfTwo(int channel) {
    return twin[channel] < channel;
  }

  boolean isAlone(int channel) {
    return twin[channel] == channel;
  }

  /** So many places for each channel. */
  ChannelSources times(int factor) {
    ChannelSources result = alone(new int[from.length * factor], new boolean[from.length * factor]);
    for (int i = 0; i < result.from.length; i++) {
      result.from[i] = from[i / factor] * factor + i % factor;
      result.grown[i] = grown[i / factor];
      result.twin[i] = twin[i / factor] * factor + i % factor;
    }
    return result;
  }

  /**
   * One behind the other.
   *
   * @param offsets at which they begin in the trained network's tensor
   */
  static ChannelSources concatenated(List<ChannelSources> blocks, List<Integer> offsets) {
    int total = blocks.stream().mapToInt(b -> b.from.length).sum();
    ChannelSources result = alone(new int[total], new boolean[total]);
    int at = 0;
    for (int b = 0; b < blocks.size(); b++) {
      ChannelSources block = blocks.get(b);
      int first = at;
      for (int i = 0; i < block.from.length; i++) {
        result.from[at] = offsets.get(b) + block.from[i];
        result.twin[at] = first + block.twin[i];
        result.grown[at++] = block.grown[i];
      }
    }
    return result;
  }

  /** The first of them. */
  ChannelSources first(int count) {
    ChannelSources result = alone(Arrays.copyOf(from, count), Arrays.copyOf(grown, count));
    for (int i = 0; i < count; i++) {
      result.twin[i] = twin[i] < count ? twin[i] : i;
    }
    return result;
  }

  int size() {
    return from.length;
  }
}
