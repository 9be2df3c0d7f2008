package dev.twobit.simulator.engine.tick;

/**
 * A part of a layer's product that the systolic array does in one go.
 *
 * @param band of output rows, by number
 * @param tile of weights, counted through the bands that fetch them
 * @param group of the convolution; {@code kernelTile}, {@code windowTile} of the weights within it
 * @param pass which slices
 * @param firstPixel of the band; {@code pixels} how many
 * @param vectors streamed: pixels, kernels or rows of the window
 * @param last the sums are complete with it
 * @param lastOfTile no later fold needs the weights; {@code lastOfBand} the band's input
 */
record Fold(
    int band,
    int tile,
    int group,
    int kernelTile,
    int windowTile,
    int pass,
    int firstPixel,
    int pixels,
    int vectors,
    boolean last,
    boolean lastOfTile,
    boolean lastOfBand) {
  /** The sums begin with it. */
  boolean first() {
    return windowTile == 0 && pass == 0;
  }
}
