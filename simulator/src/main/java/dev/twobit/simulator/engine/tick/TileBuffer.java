package dev.twobit.simulator.engine.tick;

import dev.twobit.network.Window;
import dev.twobit.simulator.array.WeightTiles;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;

/**
 * The systolic array's weight buffer. Memory holds the codes tile by tile, in a tile row of the
 * window by row, kernels side by side; they become readable as their bytes arrive. Where a layer's
 * weights do not fit, every band fetches them again and tiles count on.
 */
final class TileBuffer {
  private final WeightTiles tiles;
  private final long capacityBytes;
  private final int bits;
  private final byte[] memory;
  private final byte[] codes;
  private long arrived;
  private int unpacked;
  private int unpackedTile;
  private int released;

  TileBuffer(
      LayerWorkload.Convolution c,
      WeightTiles tiles,
      ConvolutionOperands operands,
      long capacityBytes) {
    this.tiles = tiles;
    this.capacityBytes = capacityBytes;
    this.bits = c.weightBits();
    this.memory = new byte[Math.toIntExact(tiles.totalBytes())];
    this.codes = new byte[tiles.groups() * tiles.window() * tiles.kernels()];
    pack(c, operands);
  }

  private void pack(LayerWorkload.Convolution c, ConvolutionOperands operands) {
    Window w = c.window();
    int taps = w.kernelHeight() * w.kernelWidth();
    int channels = c.inputChannels() / c.groups();
    for (int group = 0; group < tiles.groups(); group++) {
      for (int k = 0; k < tiles.kernels(); k++) {
        for (int i = 0; i < tiles.window(); i++) {
          int kernel = group * tiles.kernels() + k;
          int code = operands.weights()[(kernel * channels + i % channels) * taps + i / channels];
          int tile = tile(group, i, k);
          long within = index(group, i, k) - tiles.firstWeight(tile);
          BitCodes.write(memory, 8 * tiles.beginByte(tile) + within * bits, bits, code);
        }
      }
    }
  }

  /** Where row {@code i} of the window of a group's kernel {@code k} is. */
  private int index(int group, int i, int k) {
    return (int) tiles.firstWeight(tile(group, i, k))
        + i % tiles.tileWindow() * tiles.kernelsOf(k / tiles.tileKernels())
        + k % tiles.tileKernels();
  }

  private int tile(int group, int i, int k) {
    return (group * tiles.kernelTiles() + k / tiles.tileKernels()) * tiles.windowTiles()
        + i / tiles.tileWindow();
  }

  void receive(int bytes) {
    arrived += bytes;
    while (unpacked < codes.length) {
      if (unpacked == pastTile()) {
        unpackedTile++;
      }
      long within = unpacked - tiles.firstWeight(unpackedTile);
      long bit = 8 * tiles.beginByte(unpackedTile) + within * bits;
      if (bit + bits > 8 * arrived) {
        return;
      }
      codes[unpacked] = (byte) BitCodes.read(memory, bit, bits);
      unpacked++;
    }
  }

  /** Weights up to the end of the tile that is taken apart. */
  private long pastTile() {
    return unpackedTile + 1 == tiles.count() ? codes.length : tiles.firstWeight(unpackedTile + 1);
  }

  int code(int group, int i, int k) {
    return codes[index(group, i, k)] & 0xff;
  }

  boolean holds(int tile) {
    return arrived >= end(tile);
  }

  /** Bytes fetched when tile {@code tile} begins. */
  private long begin(int tile) {
    return (long) (tile / tiles.count()) * tiles.totalBytes()
        + tiles.beginByte(tile % tiles.count());
  }

  /** Bytes fetched when tile {@code tile} is whole. */
  private long end(int tile) {
    return (long) (tile / tiles.count()) * tiles.totalBytes() + tiles.endByte(tile % tiles.count());
  }

  /** Whether a tile fits beside those not yet released; one alone must do. */
  boolean hasRoomFor(int tile) {
    return tile <= released || end(tile) - begin(released) <= capacityBytes;
  }

  /** The array is done with the oldest tile. */
  void release() {
    released++;
  }
}
