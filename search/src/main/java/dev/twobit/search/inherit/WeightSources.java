package dev.twobit.search.inherit;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;

/** Where rows and columns of a layer's weights come from. */
record WeightSources(ChannelSources rows, ChannelSources columns) {
  static WeightSources of(Layer.Convolution c, ChannelLineage lineage) {
    int columns = c.inputChannels() / c.groups();
    return new WeightSources(
        lineage.of(c.output()),
        c.isDepthwise() ? ChannelSources.identity(1) : lineage.of(c.input()).first(columns));
  }

  /**
   * @param original structure of the network that weights are from
   */
  static WeightSources of(Layer.FullyConnected f, Network original, ChannelLineage lineage) {
    return original.shape(f.input()).rank() == 2
        ? new WeightSources(lineage.of(f.output()), lineage.of(f.input()))
        : new WeightSources(
            ChannelSources.identity(f.outputFeatures()),
            ChannelSources.identity(f.inputFeatures()));
  }
}
