package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.simulator.array.WeightTiles;

/**
 * Accumulators below the systolic array: one a kernel and pixel of the layer, and for mid_rise one
 * sum of activations a tile of kernels and pixel. Their capacity is not modelled.
 */
final class Sums {
  private final WeightTiles tiles;
  private final int pixels;
  private final int[] products;
  private final int[] activations;
  private final boolean midRise;
  private final long levels;

  Sums(WeightTiles tiles, int pixels, Encoding encoding) {
    this.tiles = tiles;
    this.pixels = pixels;
    this.products = new int[tiles.groups() * tiles.kernels() * pixels];
    this.activations = new int[tiles.groups() * tiles.kernelTiles() * pixels];
    this.midRise = encoding == Encoding.MID_RISE;
    this.levels = (1L << tiles.weightBits()) - 1;
  }

  /** Adds for kernel {@code k} of the fold's tile and pixel {@code pixel} of the layer. */
  void add(Fold fold, int k, int pixel, int value) {
    products[product(fold, k, pixel)] =
        fold.first() ? value : products[product(fold, k, pixel)] + value;
  }

  void addActivations(Fold fold, int pixel, int value) {
    activations[activation(fold, pixel)] =
        fold.first() ? value : activations[activation(fold, pixel)] + value;
  }

  /** A sum made elsewhere. */
  void set(Fold fold, int k, int pixel, int value) {
    products[product(fold, k, pixel)] = value;
  }

  void setActivations(Fold fold, int pixel, int value) {
    activations[activation(fold, pixel)] = value;
  }

  private int product(Fold fold, int k, int pixel) {
    return kernel(fold, k) * pixels + pixel;
  }

  private int activation(Fold fold, int pixel) {
    return (fold.weights().group() * tiles.kernelTiles() + fold.weights().kernelTile()) * pixels
        + pixel;
  }

  /** Output channel of kernel {@code k} of the fold's tile. */
  int kernel(Fold fold, int k) {
    return fold.weights().group() * tiles.kernels()
        + fold.weights().kernelTile() * tiles.tileKernels()
        + k;
  }

  /** The accumulator at the weights' values: for mid_rise 2 x products - (2^bits - 1) x sum. */
  long value(Fold fold, int k, int pixel) {
    long value = products[product(fold, k, pixel)];
    return midRise ? 2 * value - levels * activations[activation(fold, pixel)] : value;
  }
}
