package dev.twobit.search.inherit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which channels of a derived network's tensor stand for the same channel of the trained one.
 *
 * @param place of each among those that are copies of the same channel, from 0
 * @param count of those, itself among them
 */
@SuppressWarnings("ArrayRecordComponent") // one a tensor, never compared
record ChannelCopies(int[] place, int[] count) {
  static ChannelCopies of(ChannelSources channels) {
    Map<Integer, Integer> counts = new HashMap<>();
    int[] place = new int[channels.size()];
    for (int c = 0; c < place.length; c++) {
      place[c] = counts.merge(channels.from()[c], 1, Integer::sum) - 1;
    }
    int[] count = new int[place.length];
    for (int c = 0; c < count.length; c++) {
      count[c] = counts.getOrDefault(channels.from()[c], 1);
    }
    return new ChannelCopies(place, count);
  }

  /** Whether every channel has as many copies as the others. */
  boolean isUniform() {
    return Arrays.stream(count).distinct().count() <= 1;
  }

  /**
   * How far a copy stands from the middle of the copies, as a share of what one code covers: above
   * -1/2, below 1/2, in equal steps, 0 on average.
   */
  double offset(int channel) {
    return (place[channel] - (count[channel] - 1) / 2.0) / count[channel];
  }
}
