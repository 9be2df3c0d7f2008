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

  /** Beats of the kernels of weight tile {@code t} of a band. */
  public long beats(int t) {
    int kernels = tiles.kernelsOf(t / tiles.windowTiles() % tiles.kernelTiles());
    return memory.beats((long) bytesPerChannel * kernels);
  }

  /** Bytes of all tiles of a band. */
  public long bytes() {
    long beats = 0;
    for (int k = 0; k < tiles.kernelTiles(); k++) {
      beats += memory.beats((long) bytesPerChannel * tiles.kernelsOf(k));
    }
    return beats * tiles.groups() * memory.beatBytes();
  }
}
