package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.Activity;
import dev.twobit.simulator.CycleBreakdown;
import dev.twobit.simulator.array.DotProductMapping;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.RowBands;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.List;

/**
 * Convolutions on the NVDLA-style array: bands of rows that fit, each by {@link DotProductBand}. Of
 * all ways to cut the rows that the buffer allows the fastest is taken, so a larger buffer, which
 * allows more, never takes longer. A band costs its own load and tail; writing its registers is not
 * counted, for RTL.md does not measure it.
 */
final class DotProductEngine {
  private DotProductEngine() {}

  static LayerTiming simulate(
      LayerWorkload.Convolution c, ArrayConfig.DotProduct array, HardwareConfig hardware) {
    KernelGroups weights = KernelGroups.of(c, array.atomicKernels());
    List<RowBands> candidates =
        RowBands.candidates(c, weights, hardware.buffer(), hardware.memory());
    LayerTiming best = withBands(c, array, hardware, weights, candidates.get(0));
    for (RowBands bands : candidates.subList(1, candidates.size())) {
      LayerTiming other = withBands(c, array, hardware, weights, bands);
      if (other.cycles().total() < best.cycles().total()) {
        best = other;
      }
    }
    return best;
  }

  /** As one launch of the hardware runs it: cut only if the buffer demands it. */
  static LayerTiming simulateUncut(
      LayerWorkload.Convolution c, ArrayConfig.DotProduct array, HardwareConfig hardware) {
    KernelGroups weights = KernelGroups.of(c, array.atomicKernels());
    RowBands fewest = RowBands.candidates(c, weights, hardware.buffer(), hardware.memory()).get(0);
    return withBands(c, array, hardware, weights, fewest);
  }

  private static LayerTiming withBands(
      LayerWorkload.Convolution c,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      KernelGroups weights,
      RowBands bands) {
    CycleBreakdown cycles = CycleBreakdown.ZERO;
    Activity activity = Activity.ZERO;
    long fetchedRows = 0;
    for (Band band : bands.bands()) {
      DotProductJob job =
          DotProductJob.of(c, array, hardware, weights, bands.weightCapacityBytes(), band);
      cycles = cycles.plus(DotProductBand.run(job, array, hardware));
      activity = activity.plus(activity(job, array, hardware));
      fetchedRows += band.inputRows();
    }
    long halo =
        Math.max(0, fetchedRows - c.inputHeight())
            * StoredTensors.cubeBytes(
                c.inputChannels(), 1, c.inputWidth(), c.inputBits(), hardware.memory());
    long products = hardware.precision().productsPerMac(c.weightBits(), c.inputBits());
    return new LayerTiming(
        cycles,
        activity.plus(new Activity(0, 0, 0, 0, 0, halo, 0, 0)),
        (double) (c.macs() * products) / ((double) array.macUnits() * cycles.total()),
        bands.bands().size(),
        DotProductMapping.of(c, array, hardware.precision())
            .describe(c, array, hardware.precision(), bands.bands().size()));
  }

  private static Activity activity(
      DotProductJob job, ArrayConfig.DotProduct array, HardwareConfig hardware) {
    LayerWorkload.Convolution c = job.layer();
    int rows = job.band().rows();
    int products = hardware.precision().productsPerMac(c.weightBits(), c.inputBits());
    long macs = c.macs() / c.outputHeight() * rows * products;
    long operations = job.operations() * job.stripes().count() * job.kernelGroups();
    long active = job.operations() * job.positions() * job.kernelGroups();
    DotProductMapping mapping = DotProductMapping.of(c, array, hardware.precision());
    long dataReads = active * mapping.activationReadBits(c, hardware.precision()) / 8;
    long weightReads =
        operations * array.atomicKernels() * mapping.weightReadBits(c, hardware.precision()) / 8;
    long loads = job.dataBytes() + job.weightBytes();
    long elements = (long) c.outputChannels() * c.outputWidth() * rows;
    return new Activity(
        products == 1 ? macs : 0,
        products == 1 ? 0 : macs,
        dataReads + weightReads,
        loads,
        loads + cubes(c, c.fusedAddBits(), rows, hardware.memory()),
        0,
        cubes(c, c.outputBits(), rows, hardware.memory()),
        elements * Math.max(1, c.outputBits().size()));
  }

  /** Bytes of output cubes at several widths. */
  private static long cubes(
      LayerWorkload.Convolution c, List<Integer> widths, int rows, MemoryConfig memory) {
    return widths.stream()
        .mapToLong(
            bits ->
                StoredTensors.cubeBytes(c.outputChannels(), rows, c.outputWidth(), bits, memory))
        .sum();
  }
}
