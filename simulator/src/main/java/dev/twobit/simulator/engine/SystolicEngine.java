package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.ArrayConfig.Dataflow;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.Boundary;
import dev.twobit.simulator.array.RowBands;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.array.SystolicMapping;
import dev.twobit.simulator.array.TileParameters;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.array.WeightTiles;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.List;
import java.util.Optional;

/**
 * Convolutions on a systolic array. Computing begins with the first tile of weights and the first
 * rows of the input; reading, computing, post-processing and writing go on side by side. Bands of
 * output rows read their halo again, and weights that do not fit beside them are read again for
 * every band; parts of the kernels read the input again.
 */
final class SystolicEngine {
  private SystolicEngine() {}

  static LayerTiming simulate(
      LayerWorkload.Convolution c,
      Tiling tiling,
      ArrayConfig.Systolic array,
      HardwareConfig hardware) {
    CycleBreakdown cycles = cyclesBelow(c, tiling, Long.MAX_VALUE, array, hardware).orElseThrow();
    return timing(c, tiling, cycles, array, hardware);
  }

  /** All that there is to say of a tiling that takes these cycles. */
  static LayerTiming timing(
      LayerWorkload.Convolution c,
      Tiling tiling,
      CycleBreakdown cycles,
      ArrayConfig.Systolic array,
      HardwareConfig hardware) {
    SystolicMapping mapping = SystolicMapping.of(c, array, hardware.precision());
    RowBands cut = tiling.rows();
    Activity activity = Activity.ZERO;
    long folds = 0;
    long inputRows = 0;
    for (Parts parts : parts(c, tiling)) {
      LayerWorkload.Convolution kernels = parts.kernels();
      WeightTiles tiles = WeightTiles.of(kernels, array.dataflow(), mapping, hardware.memory());
      activity =
          activity.plus(
              activity(kernels, array.dataflow(), hardware.memory(), mapping, tiles, cut)
                  .times(parts.times()));
      folds += folds(kernels, array.dataflow(), mapping, tiles, cut) * parts.times();
      inputRows += cut.bands().stream().mapToLong(Band::inputRows).sum() * parts.times();
    }
    long halo =
        Math.max(0, inputRows - c.inputHeight())
            * StoredTensors.cubeBytes(
                c.inputChannels(), 1, c.inputWidth(), c.inputBits(), hardware.memory());
    return new LayerTiming(
        cycles,
        activity.plus(new Activity(0, 0, 0, 0, 0, halo, 0, 0)),
        (double) (c.macs() * mapping.products()) / ((double) array.macUnits() * cycles.total()),
        tiling.operations(c),
        mapping.describe(c, array, folds, tiling));
  }

  /** Clocks of the tiling, empty as soon as it is known to take {@code limit} or more. */
  static Optional<CycleBreakdown> cyclesBelow(
      LayerWorkload.Convolution c,
      Tiling tiling,
      long limit,
      ArrayConfig.Systolic array,
      HardwareConfig hardware) {
    SystolicMapping mapping = SystolicMapping.of(c, array, hardware.precision());
    CycleBreakdown cycles = CycleBreakdown.ZERO;
    for (Parts parts : parts(c, tiling)) {
      WeightTiles tiles =
          WeightTiles.of(parts.kernels(), array.dataflow(), mapping, hardware.memory());
      SystolicTimeline timeline =
          new SystolicTimeline(parts.kernels(), array, hardware, mapping, tiles, tiling.rows());
      cycles = cycles.plus(timeline.run().times(parts.times()));
      if (cycles.total() >= limit) {
        return Optional.empty();
      }
    }
    return Optional.of(cycles);
  }

  /** Clocks that no run of the tiling can be shorter than. */
  static long leastCycles(
      LayerWorkload.Convolution c,
      Tiling tiling,
      ArrayConfig.Systolic array,
      HardwareConfig hardware) {
    SystolicMapping mapping = SystolicMapping.of(c, array, hardware.precision());
    long cycles = 0;
    for (Parts parts : parts(c, tiling)) {
      cycles +=
          parts.times()
              * SystolicLeast.cycles(parts.kernels(), array, mapping, hardware, tiling.rows());
    }
    return cycles;
  }

  /** A part of the kernels, and how many like it there are. */
  private record Parts(LayerWorkload.Convolution kernels, int times) {}

  private static List<Parts> parts(LayerWorkload.Convolution c, Tiling tiling) {
    int kernels = tiling.kernelsPerPart();
    int full = (c.outputChannels() - 1) / kernels;
    if (full == 0) {
      return List.of(new Parts(c, 1));
    }
    int rest = c.outputChannels() - full * kernels;
    return List.of(
        new Parts(c.withChannels(c.inputChannels(), kernels), full),
        new Parts(c.withChannels(c.inputChannels(), rest), 1));
  }

  private static Activity activity(
      LayerWorkload.Convolution c,
      Dataflow dataflow,
      MemoryConfig memory,
      SystolicMapping mapping,
      WeightTiles tiles,
      RowBands cut) {
    List<Band> bands = cut.bands();
    Boundary boundary = cut.boundary();
    long row = StoredTensors.cubeBytes(c.inputChannels(), 1, c.inputWidth(), c.inputBits(), memory);
    long inputRows = bands.stream().mapToLong(Band::inputRows).sum();
    long fetches = bands.stream().filter(b -> !b.weightsKept()).count();
    long loaded =
        (boundary.inputOnChip() ? 0 : inputRows * row)
            + fetches * tiles.totalBytes()
            - boundary.weightBytesOnChip();
    long written = cubes(c, c.outputBits(), memory);
    long macs = c.macs() * mapping.products();
    long elements = (long) c.outputChannels() * c.outputHeight() * c.outputWidth();
    return new Activity(
        mapping.products() == 1 ? macs : 0,
        mapping.products() == 1 ? 0 : macs,
        bufferReadBits(c, dataflow, mapping, tiles, bands) / 8,
        loaded + (boundary.outputOnChip() ? written : 0),
        loaded
            + cubes(c, c.fusedAddBits(), memory)
            + bands.size() * TileParameters.of(c, tiles, memory).bytes(),
        0,
        boundary.outputOnChip() ? 0 : written,
        elements * Math.max(1, c.outputBits().size()));
  }

  /** Folds of all bands, passes counted once. */
  private static long folds(
      LayerWorkload.Convolution c,
      Dataflow dataflow,
      SystolicMapping mapping,
      WeightTiles tiles,
      RowBands cut) {
    long folds = 0;
    for (RowBands.Run run : cut.runs()) {
      long pixels = (long) run.band().rows() * c.outputWidth();
      long tilesOfPixels =
          switch (dataflow) {
            case WEIGHT_STATIONARY -> 1;
            case INPUT_STATIONARY -> ceil(pixels, mapping.columns());
            case OUTPUT_STATIONARY -> ceil(pixels, mapping.rows());
          };
      folds += run.times() * tilesOfPixels * tiles.count();
    }
    return folds;
  }

  /** Words as SCALE-Sim counts them, by band and pass, times their widths. */
  private static long bufferReadBits(
      LayerWorkload.Convolution c,
      Dataflow dataflow,
      SystolicMapping mapping,
      WeightTiles tiles,
      List<Band> bands) {
    long bits = 0;
    long weights = (long) tiles.window() * tiles.kernels();
    for (Band band : bands) {
      long pixels = (long) band.rows() * c.outputWidth();
      long inputs = pixels * tiles.window();
      long inputReads = inputs * (dataflow == Dataflow.INPUT_STATIONARY ? 1 : tiles.kernelTiles());
      long weightReads =
          switch (dataflow) {
            case WEIGHT_STATIONARY -> weights;
            case INPUT_STATIONARY -> weights * ceil(pixels, mapping.columns());
            case OUTPUT_STATIONARY -> weights * ceil(pixels, mapping.rows());
          };
      bits += inputReads * mapping.activationWidth() + weightReads * mapping.weightWidth();
    }
    return bits * mapping.passes() * c.groups();
  }

  /** Bytes of output cubes at several widths. */
  private static long cubes(
      LayerWorkload.Convolution c, List<Integer> widths, MemoryConfig memory) {
    return widths.stream()
        .mapToLong(
            bits ->
                StoredTensors.cubeBytes(
                    c.outputChannels(), c.outputHeight(), c.outputWidth(), bits, memory))
        .sum();
  }

  private static long ceil(long a, long b) {
    return (a + b - 1) / b;
  }
}
