package dev.twobit.network;

import java.util.List;

/** Which layers' output widths are tied, for display: see {@link ChannelDependencies}. */
public final class ChannelGrouping {
  private ChannelGrouping() {}

  /** Every convolution and fully connected layer in one group, in the order of first writers. */
  public static List<ChannelGroup> of(Network network) {
    return ChannelDependencies.tied(network).writersAndReaders();
  }
}
