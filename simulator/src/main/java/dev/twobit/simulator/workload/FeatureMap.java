package dev.twobit.simulator.workload;

/** Shape of one image's ifmap or ofmap (C,H,W). */
public record FeatureMap(int channels, int height, int width) {
  public FeatureMap withChannels(int newChannels) {
    return new FeatureMap(newChannels, height, width);
  }
}
