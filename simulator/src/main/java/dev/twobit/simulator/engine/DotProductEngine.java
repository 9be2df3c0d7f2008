package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.DotProductMapping;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.RowBands;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Convolutions on the NVDLA-style array: kernel part by kernel part, band by band, each by {@link
 * DotProductBand}. An operation costs its own load and tail; writing its registers is not counted
 * (simulator/docs/nvdla-rtl.md#not-measured).
 */
final class DotProductEngine {
  private DotProductEngine() {}

  static LayerTiming simulate(
      LayerWorkload.Convolution c,
      Tiling tiling,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware) {
    return timing(c, tiling, cycles(c, tiling, array, hardware), array, hardware);
  }

  /** Clocks of the tiling. */
  static CycleBreakdown cycles(
      LayerWorkload.Convolution c,
      Tiling tiling,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware) {
    return cyclesBelow(c, tiling, Long.MAX_VALUE, array, hardware).orElseThrow();
  }

  /** The same, empty as soon as it is known to take {@code limit} or more. */
  static Optional<CycleBreakdown> cyclesBelow(
      LayerWorkload.Convolution c,
      Tiling tiling,
      long limit,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware) {
    List<Repeated> jobs = jobs(c, tiling, array, hardware);
    long[] least = new long[jobs.size()];
    long left = limit;
    for (int i = 0; i < least.length && limit < Long.MAX_VALUE; i++) {
      least[i] = jobs.get(i).times() * DotProductLeast.cycles(jobs.get(i).job(), array, hardware);
      left -= least[i];
    }
    CycleBreakdown cycles = CycleBreakdown.ZERO;
    for (int i = 0; i < least.length; i++) {
      Repeated repeated = jobs.get(i);
      // What the others leave of the limit, for each of those alike.
      left += least[i];
      long each = left == Long.MAX_VALUE ? left : Math.floorDiv(left - 1, repeated.times()) + 1;
      Optional<CycleBreakdown> once = DotProductBand.below(repeated.job(), each, array, hardware);
      if (once.isEmpty() || once.get().total() >= each) {
        return Optional.empty();
      }
      CycleBreakdown all = once.get().times(repeated.times());
      cycles = cycles.plus(all);
      left -= limit < Long.MAX_VALUE ? all.total() : 0;
    }
    return Optional.of(cycles);
  }

  /** All that there is to say of a tiling that takes these cycles. */
  static LayerTiming timing(
      LayerWorkload.Convolution c,
      Tiling tiling,
      CycleBreakdown cycles,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware) {
    Activity activity = Activity.ZERO;
    long fetchedRows = 0;
    for (Repeated repeated : jobs(c, tiling, array, hardware)) {
      DotProductJob job = repeated.job();
      activity = activity.plus(activity(job, array, hardware).times(repeated.times()));
      fetchedRows += (long) job.band().inputRows() * repeated.times();
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
        tiling.operations(c),
        DotProductMapping.of(c, array, hardware.precision())
            .describe(c, array, hardware.precision(), tiling));
  }

  /** Clocks that no run of the tiling can be shorter than. */
  static long leastCycles(
      LayerWorkload.Convolution c,
      Tiling tiling,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware) {
    long cycles = 0;
    for (Repeated repeated : jobs(c, tiling, array, hardware)) {
      cycles += repeated.times() * DotProductLeast.cycles(repeated.job(), array, hardware);
    }
    return cycles;
  }

  /**
   * The same of each of several tilings.
   *
   * @param tilings that differ in that room alone
   */
  static long[] leastCycles(
      LayerWorkload.Convolution c,
      List<Tiling> tilings,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware) {
    long[] rooms = tilings.stream().mapToLong(t -> t.rows().weightCapacityBytes()).toArray();
    long[] cycles = new long[rooms.length];
    for (Repeated repeated : jobs(c, tilings.get(0), array, hardware)) {
      long[] once = DotProductLeast.cycles(repeated.job(), rooms, array, hardware);
      for (int i = 0; i < cycles.length; i++) {
        cycles[i] += repeated.times() * once[i];
      }
    }
    return cycles;
  }

  /** An operation, and how often one like it is run. */
  private record Repeated(DotProductJob job, int times) {}

  private static List<Repeated> jobs(
      LayerWorkload.Convolution c,
      Tiling tiling,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware) {
    int kernels = tiling.kernelsPerPart();
    int full = (c.outputChannels() - 1) / kernels;
    List<Repeated> jobs = new ArrayList<>(2 * tiling.rows().runs().size());
    addBands(c, kernels, full, tiling, array, hardware, jobs);
    addBands(c, c.outputChannels() - full * kernels, 1, tiling, array, hardware, jobs);
    return jobs;
  }

  /** The bands of {@code times} parts of so many kernels. */
  private static void addBands(
      LayerWorkload.Convolution c,
      int partKernels,
      int times,
      Tiling tiling,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      List<Repeated> jobs) {
    if (times == 0) {
      return;
    }
    LayerWorkload.Convolution kernels =
        partKernels == c.outputChannels() ? c : c.withChannels(c.inputChannels(), partKernels);
    KernelGroups weights = KernelGroups.of(kernels, array.atomicKernels(), hardware.memory());
    long operations = DotProductJob.operations(kernels, array, hardware.precision());
    for (RowBands.Run run : tiling.rows().runs()) {
      DotProductJob job =
          DotProductJob.of(
              kernels, array, hardware.memory(), weights, operations, tiling.rows(), run.band());
      jobs.add(new Repeated(job, times * run.times()));
    }
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
    boolean onChip = job.boundary().outputOnChip();
    long written = cubes(c, c.outputBits(), rows, hardware.memory());
    long elements = (long) c.outputChannels() * c.outputWidth() * rows;
    return new Activity(
        products == 1 ? macs : 0,
        products == 1 ? 0 : macs,
        dataReads + weightReads,
        loads + (onChip ? written : 0),
        loads
            + cubes(c, c.fusedAddBits(), rows, hardware.memory())
            + job.parameters(hardware).bytes(),
        0,
        onChip ? 0 : written,
        elements * Math.max(1, c.outputBits().size()));
  }

  /** Bytes of output cubes at several widths. */
  private static long cubes(
      LayerWorkload.Convolution c, List<Integer> widths, int rows, MemoryConfig memory) {
    long bytes = 0;
    for (int bits : widths) {
      bytes += StoredTensors.cubeBytes(c.outputChannels(), rows, c.outputWidth(), bits, memory);
    }
    return bytes;
  }
}
