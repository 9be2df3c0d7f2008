package dev.twobit.network;

import java.util.List;

/**
 * Channels whose number is one choice: all layers that write them change width together.
 *
 * @param writers convolutions and fully connected layers that write these channels, in order
 * @param readers those that read them, in order; a layer that reads a concatenation is in several
 *     groups
 */
public record ChannelGroup(List<Writer> writers, List<String> readers) {
  public ChannelGroup {
    writers = List.copyOf(writers);
    readers = List.copyOf(readers);
  }

  /**
   * @param channels written
   */
  public record Writer(String layer, int channels) {}

  /** More than one layer has to agree on the width. */
  public boolean isTied() {
    return writers.size() > 1;
  }
}
