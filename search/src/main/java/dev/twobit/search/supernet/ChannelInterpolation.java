package dev.twobit.search.supernet;

/**
 * Channel-wise interpolation: adaptive average pooling along the channel axis
 * (search/docs/methods.md#channel-wise-interpolation).
 */
final class ChannelInterpolation {
  private ChannelInterpolation() {}

  /**
   * Weights (to, from), row-major: output k is the mean of inputs floor(k F/T) .. ceil((k+1) F/T).
   */
  static float[] matrix(int from, int to) {
    float[] weights = new float[to * from];
    for (int k = 0; k < to; k++) {
      int start = (int) ((long) k * from / to);
      int end = (int) (((long) (k + 1) * from + to - 1) / to);
      for (int i = start; i < end; i++) {
        weights[k * from + i] = 1f / (end - start);
      }
    }
    return weights;
  }
}
