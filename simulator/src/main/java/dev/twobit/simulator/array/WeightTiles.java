package dev.twobit.simulator.array;

import dev.twobit.hardware.ArrayConfig.Dataflow;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;

/**
 * A layer's weights as they lie in memory for a systolic array: group of the convolution, then
 * tiles of kernels, then tiles of the window; tiles of kernels, and within them tiles of the
 * window, aligned as {@link StoredTensors#alignment} has it, the whole padded as {@link
 * StoredTensors#alignedBytes}. A tile is what folds use together: rows x columns weight-stationary,
 * rows x all kernels input-stationary, the whole window x columns output-stationary.
 *
 * @param window channels of a group x R x S
 * @param kernels of one group of the convolution
 * @param tileWindow rows of the window in a full tile; {@code tileKernels} kernels of one
 * @param beatBytes of the memory
 */
public record WeightTiles(
    int groups,
    int window,
    int kernels,
    int tileWindow,
    int tileKernels,
    int weightBits,
    int beatBytes) {

  public static WeightTiles of(
      LayerWorkload.Convolution c,
      Dataflow dataflow,
      SystolicMapping mapping,
      MemoryConfig memory) {
    int window =
        c.inputChannels() / c.groups() * c.window().kernelHeight() * c.window().kernelWidth();
    int kernels = c.outputChannels() / c.groups();
    return new WeightTiles(
        c.groups(),
        window,
        kernels,
        dataflow == Dataflow.OUTPUT_STATIONARY ? window : mapping.rows(),
        dataflow == Dataflow.INPUT_STATIONARY ? kernels : mapping.columns(),
        c.weightBits(),
        memory.beatBytes());
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

  /** Bytes from the first weight to where tile {@code t} begins. */
  public long beginByte(int t) {
    int perGroup = kernelTiles() * windowTiles();
    int kernelTile = t % perGroup / windowTiles();
    return t / perGroup * groupBytes()
        + kernelTile * kernelTileBytes()
        + t % windowTiles() * windowTileBytes(kernelsOf(kernelTile));
  }

  /** {@link #beginByte} of all tiles. */
  public long[] beginBytes() {
    long[] begins = new long[count()];
    long group = groupBytes();
    long kernelTile = kernelTileBytes();
    int t = 0;
    for (int g = 0; g < groups; g++) {
      for (int k = 0; k < kernelTiles(); k++) {
        long windowTile = windowTileBytes(kernelsOf(k));
        for (int w = 0; w < windowTiles(); w++) {
          begins[t++] = g * group + k * kernelTile + w * windowTile;
        }
      }
    }
    return begins;
  }

  /** {@link #endByte} of all tiles. */
  public long[] endBytes() {
    long[] ends = beginBytes();
    for (int t = 0; t < ends.length; t++) {
      int inGroup = t % (kernelTiles() * windowTiles());
      ends[t] += bytes(windowOf(inGroup % windowTiles()), kernelsOf(inGroup / windowTiles()));
    }
    ends[ends.length - 1] = totalBytes();
    return ends;
  }

  /** Bytes from the first weight to where tile {@code t} is whole; of the last, all bytes. */
  public long endByte(int t) {
    return t == count() - 1 ? totalBytes() : end(t);
  }

  private long end(int t) {
    int kernelTile = t % (kernelTiles() * windowTiles()) / windowTiles();
    return beginByte(t) + bytes(windowOf(t % windowTiles()), kernelsOf(kernelTile));
  }

  /** All weights, padded. */
  public long totalBytes() {
    return StoredTensors.alignedBytes(end(count() - 1));
  }

  /** A full tile of kernels with what aligns the next. */
  public long kernelTileBytes() {
    return StoredTensors.naturalBytes(unaligned(Math.min(tileKernels, kernels)), beatBytes);
  }

  /** Weights of so many kernels of a group as a layer of their own has them, with alignment. */
  public long partBytes(int partKernels) {
    WeightTiles part =
        new WeightTiles(
            1,
            window,
            partKernels,
            tileWindow,
            Math.min(tileKernels, partKernels),
            weightBits,
            beatBytes);
    return part.groupBytes();
  }

  /** All tiles of one group of the convolution with what aligns the next. */
  private long groupBytes() {
    int full = kernelTiles() - 1;
    long last = unaligned(kernelsOf(full));
    return StoredTensors.padded(
        full * kernelTileBytes() + last, StoredTensors.alignment(kernelTileBytes(), beatBytes));
  }

  /** A tile of so many kernels, tiles of the window aligned within. */
  private long unaligned(int kernelsOfTile) {
    int full = windowTiles() - 1;
    return full * windowTileBytes(kernelsOfTile) + bytes(windowOf(full), kernelsOfTile);
  }

  private long windowTileBytes(int kernelsOfTile) {
    long full = bytes(Math.min(tileWindow, window), kernelsOfTile);
    return StoredTensors.naturalBytes(full, beatBytes);
  }

  private long bytes(int rows, int kernelsOfTile) {
    return StoredTensors.weightBytes((long) rows * kernelsOfTile, weightBits);
  }
}
