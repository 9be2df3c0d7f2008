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
 */
@SuppressWarnings("ArrayRecordComponent") // one a tensor, never compared
record ChannelSources(int[] from, boolean[] grown) {
  static ChannelSources identity(int channels) {
    return new ChannelSources(IntStream.range(0, channels).toArray(), new boolean[channels]);
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
    ChannelSources result = new ChannelSources(new int[width], new boolean[width]);
    for (int i = 0; i < width; i++) {
      int within = i % now;
      result.from[i] = order[i / now * old + within % old];
      result.grown[i] = within >= old;
    }
    return result;
  }

  /** So many places for each channel. */
  ChannelSources times(int factor) {
    ChannelSources result =
        new ChannelSources(new int[from.length * factor], new boolean[from.length * factor]);
    for (int i = 0; i < result.from.length; i++) {
      result.from[i] = from[i / factor] * factor + i % factor;
      result.grown[i] = grown[i / factor];
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
    ChannelSources result = new ChannelSources(new int[total], new boolean[total]);
    int at = 0;
    for (int b = 0; b < blocks.size(); b++) {
      ChannelSources block = blocks.get(b);
      for (int i = 0; i < block.from.length; i++) {
        result.from[at] = offsets.get(b) + block.from[i];
        result.grown[at++] = block.grown[i];
      }
    }
    return result;
  }

  /** The first of them. */
  ChannelSources first(int count) {
    return new ChannelSources(Arrays.copyOf(from, count), Arrays.copyOf(grown, count));
  }

  int size() {
    return from.length;
  }
}
