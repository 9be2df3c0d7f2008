package dev.twobit.simulator.array;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.workload.LayerWorkload;

/**
 * Beats in which a systolic array's post-processor reads its parameters: those of a tile of
 * kernels, in whole beats, ahead of the first results of that tile, anew for every band
 * (simulator/docs/two-bit-arithmetic.md#what-the-post-processor-reads).
 *
 * @param bytesPerChannel 0 if none are read
 */
public record TileParameters(int bytesPerChannel, WeightTiles tiles, MemoryConfig memory) {

  public static TileParameters of(
      LayerWorkload.Convolution c, WeightTiles tiles, MemoryConfig memory) {
    return new TileParameters(c.activations().parameters().bytesPerChannel(), tiles, memory);
  }

  /** Beats that the kernels of weight tile {@code t} of a band add to those before them. */
  public long beats(int t) {
    int kernelTile = t / tiles.windowTiles();
    int first =
        kernelTile / tiles.kernelTiles() * tiles.kernels()
            + kernelTile % tiles.kernelTiles() * tiles.tileKernels();
    int past = first + tiles.kernelsOf(kernelTile % tiles.kernelTiles());
    return memory.beats((long) bytesPerChannel * past)
        - memory.beats((long) bytesPerChannel * first);
  }

  /** Bytes of all beats of a band. */
  public long bytes() {
    long kernels = (long) tiles.kernels() * tiles.groups();
    return memory.beats(bytesPerChannel * kernels) * memory.beatBytes();
  }
}
