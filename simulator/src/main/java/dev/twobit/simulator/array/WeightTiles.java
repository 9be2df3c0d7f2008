package dev.twobit.simulator.array;

import dev.twobit.hardware.ArrayConfig.Dataflow;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;

/**
 * A layer's weights as they lie in memory for a systolic array: group of the convolution, then
 * tiles of kernels, then tiles of the window; bits without gaps, the whole padded as {@link
 * StoredTensors#alignedBytes}. A tile is what folds use together: rows x columns weight-stationary,
 * rows x all kernels input-stationary, the whole window x columns output-stationary.
 *
 * @param window channels of a group x R x S
 * @param kernels of one group of the convolution
 * @param tileWindow rows of the window in a full tile; {@code tileKernels} kernels of one
 */
public record WeightTiles(
    int groups, int window, int kernels, int tileWindow, int tileKernels, int weightBits) {

  public static WeightTiles of(
      LayerWorkload.Convolution c, Dataflow dataflow, SystolicMapping mapping) {
    int window =
        c.inputChannels() / c.groups() * c.window().kernelHeight() * c.window().kernelWidth();
    int kernels = c.outputChannels() / c.groups();
    return new WeightTiles(
        c.groups(),
        window,
        kernels,
        dataflow == Dataflow.OUTPUT_STATIONARY ? window : mapping.rows(),
        dataflow == Dataflow.INPUT_STATIONARY ? kernels : mapping.columns(),
        c.weightBits());
  }

  public int windowTiles() {
    return (window + tileWindow - 1) / tileWindow;
  }

  public int kernelTiles() {
    return (kernels + tileKernels - 1) / tileKernels;
  }

  public int count() {
    return groups * kernelTiles() * windowTiles();
  }

  /** Weights before tile {@code t}. */
  public long firstWeight(int t) {
    int perGroup = kernelTiles() * windowTiles();
    int kernelTile = t % perGroup / windowTiles();
    int windowTile = t % windowTiles();
    return (long) (t / perGroup) * window * kernels
        + (long) kernelTile * tileKernels * window
        + (long) windowTile * tileWindow * kernelsOf(kernelTile);
  }

  /** Kernels of a tile of kernels, counted within its group. */
  public int kernelsOf(int kernelTile) {
    return Math.min(tileKernels, kernels - kernelTile * tileKernels);
  }

  /** Rows of the window in a tile of the window. */
  public int windowOf(int windowTile) {
    return Math.min(tileWindow, window - windowTile * tileWindow);
  }

  /** Bytes from the first weight to where tile {@code t} is whole; of the last, all bytes. */
  public long endByte(int t) {
    return t == count() - 1
        ? totalBytes()
        : StoredTensors.weightBytes(firstWeight(t + 1), weightBits);
  }

  /** All weights, padded. */
  public long totalBytes() {
    return StoredTensors.alignedWeightBytes((long) groups * window * kernels, weightBits);
  }
}
