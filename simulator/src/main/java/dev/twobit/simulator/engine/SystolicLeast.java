package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.ArrayConfig.Dataflow;
import dev.twobit.hardware.ArrayConfig.FoldOverlap;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.ReadPace;
import dev.twobit.simulator.array.RowBands;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.array.SystolicMapping;
import dev.twobit.simulator.array.TileParameters;
import dev.twobit.simulator.array.WeightTiles;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;

/**
 * Clocks that a systolic array cannot run a part of the kernels in less than: all folds, all that
 * is read, all that is written, or all that the post-processor does.
 */
final class SystolicLeast {
  private final LayerWorkload.Convolution layer;
  private final ArrayConfig.Systolic array;
  private final SystolicMapping mapping;
  private final WeightTiles tiles;
  private final MemoryConfig memory;
  private final MemoryConfig writes;
  private final int throughput;

  private SystolicLeast(
      LayerWorkload.Convolution layer,
      ArrayConfig.Systolic array,
      SystolicMapping mapping,
      HardwareConfig hardware) {
    this.layer = layer;
    this.array = array;
    this.mapping = mapping;
    this.tiles = WeightTiles.of(layer, array.dataflow(), mapping, hardware.memory());
    this.memory = ReadPace.of(layer, hardware);
    this.writes = hardware.memory();
    this.throughput = hardware.postProcessor().outputElementsPerCycle();
  }

  static long cycles(
      LayerWorkload.Convolution layer,
      ArrayConfig.Systolic array,
      SystolicMapping mapping,
      HardwareConfig hardware,
      RowBands cut) {
    return new SystolicLeast(layer, array, mapping, hardware).cycles(cut);
  }

  private long cycles(RowBands cut) {
    int channels = layer.outputChannels();
    long outputs = (long) layer.outputHeight() * layer.outputWidth();
    long loaded = ChannelAtoms.begun(layer, 0, channels, memory) * outputs;
    long folded = 0;
    long weightBytes = tiles.totalBytes();
    long parameterBytes = TileParameters.of(layer, tiles, memory).bytes();
    for (RowBands.Run run : cut.runs()) {
      Band band = run.band();
      folded += run.times() * folds((long) band.rows() * layer.outputWidth());
      loaded +=
          run.times()
              * (StoredTensors.cubeBytes(
                      layer.inputChannels(),
                      band.inputRows(),
                      layer.inputWidth(),
                      layer.inputBits(),
                      memory)
                  + (band.weightsKept() ? 0 : weightBytes)
                  + parameterBytes);
    }
    long begin = memory.streamCycles(tiles.endByte(0)) + memory.readLatencyCycles();
    long through = mapping.rows() + mapping.columns() - 2;
    long written = ChannelAtoms.completed(layer, 0, channels, memory) * outputs;
    long writing = written / writes.beatBytes() * writes.beatMillionths() / MemoryConfig.CLOCK;
    return Math.max(
        Math.max(
            begin + folded + through, memory.streamCycles(loaded) + memory.readLatencyCycles()),
        begin + Math.max(writing, outputs * elements()));
  }

  /** Folds of a band; of the first no more than its streaming. */
  private long folds(long pixels) {
    Dataflow dataflow = array.dataflow();
    boolean weights = dataflow == Dataflow.WEIGHT_STATIONARY;
    int most = dataflow == Dataflow.INPUT_STATIONARY ? mapping.columns() : mapping.rows();
    long pixelTiles = weights ? 1 : (pixels + most - 1) / most;
    long count = pixelTiles * tiles.count() * mapping.passes();
    long streamed =
        weights ? pixels : dataflow == Dataflow.INPUT_STATIONARY ? tiles.kernels() : tiles.window();
    boolean loads = dataflow != Dataflow.OUTPUT_STATIONARY;
    long each = streamed;
    if (array.foldOverlap() == FoldOverlap.NONE) {
      each += mapping.rows() + mapping.columns() - 2 + (loads ? mapping.rows() : 0);
    } else if (loads) {
      each = Math.max(streamed, mapping.rows());
    }
    return (count - 1) * each + streamed;
  }

  /** Clocks of the post-processor for all elements of an output pixel. */
  private long elements() {
    if (array.dataflow() == Dataflow.INPUT_STATIONARY) {
      return 0;
    }
    long clocks = 0;
    for (int t = 0; t < tiles.kernelTiles(); t++) {
      clocks += (tiles.kernelsOf(t) + throughput - 1) / throughput;
    }
    return clocks * tiles.groups();
  }
}
