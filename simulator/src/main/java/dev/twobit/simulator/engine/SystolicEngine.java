package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.hardware.PrecisionConfig.Composition;
import dev.twobit.simulator.Activity;
import dev.twobit.simulator.CycleBreakdown;
import dev.twobit.simulator.array.RowBands;
import dev.twobit.simulator.array.SystolicFolds;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.Locale;

/**
 * Convolutions on a systolic array. Operands stream through a double buffer: after the first rows
 * and the first weights have arrived, computing, reading, writing and post-processing overlap and
 * the slowest sets the pace. An input larger than half the buffer is split into bands of output
 * rows with the halo read again; weights that do not fit beside it are read again for every band.
 */
final class SystolicEngine {
  private SystolicEngine() {}

  static LayerTiming simulate(
      LayerWorkload.Convolution c, ArrayConfig.Systolic array, HardwareConfig hardware) {
    MemoryConfig memory = hardware.memory();
    int products = hardware.precision().productsPerMac(c.weightBits(), c.inputBits());
    boolean temporal = hardware.precision().composition() == Composition.TEMPORAL;
    SystolicFolds folds = folds(c, array, temporal ? 1 : products);
    long passes = temporal ? products : 1;
    long compute = folds.cycles(array.foldOverlap()) * passes * c.groups();
    long ideal = folds.folds() * folds.streamCycles() * passes * c.groups();

    Traffic traffic = Traffic.of(c, hardware);
    long reading = memory.streamCycles(traffic.readBytes());
    long writing = memory.streamCycles(traffic.writtenBytes());
    long elements = (long) c.outputChannels() * c.outputHeight() * c.outputWidth();
    long perCycle = hardware.postProcessor().outputElementsPerCycle();
    long post = (elements + perCycle - 1) / perCycle;
    long load =
        Math.min(reading, memory.streamCycles(traffic.firstBytes())) + memory.readLatencyCycles();
    long rest = reading + memory.readLatencyCycles() - load;
    long busy = Math.max(compute, post);
    long total = load + Math.max(busy, Math.max(rest, writing));
    CycleBreakdown cycles =
        new CycleBreakdown(ideal, compute - ideal, busy - compute, load, total - load - busy);
    long macs = c.macs() * products;
    int inBits = Math.min(c.inputBits(), hardware.precision().macActivationBits());
    int wBits = Math.min(c.weightBits(), hardware.precision().macWeightBits());
    long sramReads =
        (folds.ifmapReads() * inBits + folds.filterReads() * wBits) * passes * c.groups() / 8;
    Activity activity =
        new Activity(
            products == 1 ? macs : 0,
            products == 1 ? 0 : macs,
            sramReads,
            traffic.readBytes(),
            traffic.readBytes(),
            traffic.haloBytes(),
            traffic.writtenBytes(),
            elements * Math.max(1, c.outputBits().size()));
    double utilization = (double) macs / ((double) array.macUnits() * total);
    String mapping =
        String.format(
            Locale.ROOT,
            "%s, %d folds%s%s",
            array.dataflow().name().toLowerCase(Locale.ROOT),
            folds.folds() * c.groups(),
            products > 1 ? ", " + products + " products" : "",
            traffic.bands() > 1 ? ", " + traffic.bands() + " bands" : "");
    return new LayerTiming(cycles, activity, utilization, traffic.bands(), mapping);
  }

  /** With spatial composition {@code fused} neighbouring PEs of a column are one. */
  private static SystolicFolds folds(
      LayerWorkload.Convolution c, ArrayConfig.Systolic array, int fused) {
    ArrayConfig.Systolic effective =
        new ArrayConfig.Systolic(
            Math.max(1, array.rows() / fused),
            array.columns(),
            array.dataflow(),
            array.foldOverlap());
    long window =
        (long) (c.inputChannels() / c.groups())
            * c.window().kernelHeight()
            * c.window().kernelWidth();
    return SystolicFolds.of(
        effective,
        (long) c.outputHeight() * c.outputWidth(),
        window,
        c.outputChannels() / c.groups());
  }

  /** External traffic of a layer under the buffer's capacity. */
  private record Traffic(
      long readBytes, long writtenBytes, long haloBytes, long firstBytes, int bands) {
    static Traffic of(LayerWorkload.Convolution c, HardwareConfig hardware) {
      MemoryConfig memory = hardware.memory();
      long half = hardware.buffer().capacityBytes() / 2;
      long row =
          StoredTensors.cubeBytes(c.inputChannels(), 1, c.inputWidth(), c.inputBits(), memory);
      long weights =
          StoredTensors.alignedWeightBytes(
              (long) c.outputChannels()
                  * (c.inputChannels() / c.groups())
                  * c.window().kernelHeight()
                  * c.window().kernelWidth(),
              c.weightBits());
      int bands = 1;
      while (bands < c.outputHeight() && rows(c, bands) * row > half) {
        bands++;
      }
      int perBand = (c.outputHeight() + bands - 1) / bands;
      long fetched = 0;
      int count = 0;
      for (int first = 0; first < c.outputHeight(); first += perBand) {
        fetched += RowBands.inputRows(c, first, Math.min(c.outputHeight(), first + perBand));
        count++;
      }
      long once = RowBands.inputRows(c, 0, c.outputHeight());
      boolean keep = weights <= hardware.buffer().capacityBytes() - Math.min(half, once * row);
      long written = 0;
      for (int bits : c.outputBits()) {
        written +=
            StoredTensors.cubeBytes(
                c.outputChannels(), c.outputHeight(), c.outputWidth(), bits, memory);
      }
      long added = 0;
      for (int bits : c.fusedAddBits()) {
        added +=
            StoredTensors.cubeBytes(
                c.outputChannels(), c.outputHeight(), c.outputWidth(), bits, memory);
      }
      long read = fetched * row + (keep ? weights : weights * count) + added;
      long firstRows = Math.min(once, c.window().spanHeight());
      long firstWeights =
          Math.min(weights, (long) hardware.array().macUnits() * c.weightBits() / 8);
      return new Traffic(
          read, written, (fetched - once) * row, firstRows * row + firstWeights, count);
    }

    private static long rows(LayerWorkload.Convolution c, int bands) {
      int out = (c.outputHeight() + bands - 1) / bands;
      return Math.min(
          c.inputHeight(), (out - 1L) * c.window().strideHeight() + c.window().spanHeight());
    }
  }
}
