package dev.twobit.network;

import java.util.Map;

/** A way to have other widths where an Add joins them. */
enum Derivation {
  TIED,
  ALIGNED,
  PADDED;

  ChannelDependencies dependencies(Network network) {
    return switch (this) {
      case TIED -> ChannelDependencies.tied(network);
      case ALIGNED -> ChannelDependencies.aligned(network);
      case PADDED -> ChannelDependencies.padded(network);
    };
  }

  Network adapt(Network network, Map<String, Integer> widths) {
    return WidthAdapter.adapt(
        network, widths, this == PADDED ? UnequalOperands.PADDED : UnequalOperands.SHORTCUT);
  }
}
