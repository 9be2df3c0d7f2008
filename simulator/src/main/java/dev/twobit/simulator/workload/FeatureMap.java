package dev.twobit.simulator.workload;

import dev.twobit.network.TensorShape;

/**
 * How a tensor lies in memory (C,H,W): atoms of channels, one position after the other. Shape of
 * one image's ifmap or ofmap.
 */
public record FeatureMap(int channels, int height, int width) {

  /**
   * A tensor of any rank whose channels are axis 1: the axes before it and axis 2 are rows, what is
   * behind them the columns. A list is all channels.
   */
  public static FeatureMap of(TensorShape shape) {
    if (shape.rank() < 2) {
      return new FeatureMap(Math.toIntExact(shape.elementCount()), 1, 1);
    }
    long columns = 1;
    for (int axis = 3; axis < shape.rank(); axis++) {
      columns *= shape.dim(axis);
    }
    return new FeatureMap(
        shape.channels(),
        Math.multiplyExact(shape.dim(0), shape.height()),
        Math.toIntExact(columns));
  }

  public FeatureMap withChannels(int newChannels) {
    return new FeatureMap(newChannels, height, width);
  }

  /** Positions, each of all channels. */
  public int positions() {
    return Math.multiplyExact(height, width);
  }

  /** Elements that are stored. */
  public long elements() {
    return (long) channels * positions();
  }
}
