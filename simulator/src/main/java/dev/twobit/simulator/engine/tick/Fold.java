package dev.twobit.simulator.engine.tick;

/**
 * A part of a layer's product that the systolic array does in one go.
 *
 * @param band of output rows, by number
 * @param weights its tile of weights
 * @param pass which slices
 * @param firstPixel of the band; {@code pixels} how many
 * @param vectors streamed: pixels, kernels or rows of the window
 * @param last what is complete with it
 */
record Fold(
    int band, Weights weights, int pass, int firstPixel, int pixels, int vectors, Last last) {
  /**
   * @param tile counted through the bands that fetch them
   * @param group of the convolution; {@code kernelTile}, {@code windowTile} of the weights within
   *     it
   */
  record Weights(int tile, int group, int kernelTile, int windowTile) {}

  /**
   * @param ofSums the sums are complete
   * @param ofTile no later fold needs the weights; {@code ofBand} the band's input
   */
  record Last(boolean ofSums, boolean ofTile, boolean ofBand) {}

  /** The sums begin with it. */
  boolean first() {
    return weights.windowTile == 0 && pass == 0;
  }
}
