package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.Activity;
import dev.twobit.simulator.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.Locale;

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
    int fewest = fewestBands(c, array, hardware);
    LayerTiming best = withBands(c, array, hardware, fewest);
    int tried = rows(c, fewest);
    for (int bands = fewest + 1; bands <= c.outputHeight(); bands++) {
      if (rows(c, bands) < tried) {
        tried = rows(c, bands);
        LayerTiming other = withBands(c, array, hardware, bands);
        if (other.cycles().total() < best.cycles().total()) {
          best = other;
        }
      }
    }
    return best;
  }

  /** As one launch of the hardware runs it: cut only if the buffer demands it. */
  static LayerTiming simulateUncut(
      LayerWorkload.Convolution c, ArrayConfig.DotProduct array, HardwareConfig hardware) {
    return withBands(c, array, hardware, fewestBands(c, array, hardware));
  }

  private static int rows(LayerWorkload.Convolution c, int bands) {
    return (c.outputHeight() + bands - 1) / bands;
  }

  /** Fewest bands whose input rows leave a bank for weights; one output row a band at the most. */
  private static int fewestBands(
      LayerWorkload.Convolution c, ArrayConfig.DotProduct array, HardwareConfig hardware) {
    BufferConfig buffer = hardware.buffer();
    for (int bands = 1; bands < c.outputHeight(); bands++) {
      int rows = rows(c, bands);
      DotProductJob job = DotProductJob.of(c, array, hardware, 0, Math.min(rows, c.outputHeight()));
      int dataBanks = banks(widestBand(c, hardware, rows), buffer);
      int weightBanks = buffer.banks() - dataBanks;
      if (weightBanks >= 1
          && (long) weightBanks * buffer.bankBytes() >= Math.min(job.groupBytes(), half(buffer))) {
        return bands;
      }
    }
    return c.outputHeight();
  }

  private static long half(BufferConfig buffer) {
    return buffer.capacityBytes() / 2;
  }

  private static long widestBand(LayerWorkload.Convolution c, HardwareConfig hardware, int rows) {
    int stride = c.window().strideHeight();
    int fetched = Math.max((rows - 1) * stride + c.window().spanHeight(), rows * stride);
    int inputRows = Math.min(c.inputHeight(), fetched);
    return StoredTensors.cubeBytes(
        c.inputChannels(), inputRows, c.inputWidth(), c.inputBits(), hardware.memory());
  }

  private static int banks(long bytes, BufferConfig buffer) {
    return (int) Math.min(Integer.MAX_VALUE, (bytes + buffer.bankBytes() - 1) / buffer.bankBytes());
  }

  private static LayerTiming withBands(
      LayerWorkload.Convolution c,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      int bands) {
    int rows = rows(c, bands);
    BufferConfig buffer = hardware.buffer();
    int weightBanks = Math.max(1, buffer.banks() - banks(widestBand(c, hardware, rows), buffer));
    long weightCapacity = (long) weightBanks * buffer.bankBytes();
    CycleBreakdown cycles = CycleBreakdown.ZERO;
    Activity activity = Activity.ZERO;
    int count = 0;
    long fetchedRows = 0;
    for (int first = 0; first < c.outputHeight(); first += rows) {
      int past = Math.min(c.outputHeight(), first + rows);
      DotProductJob job = DotProductJob.of(c, array, hardware, first, past);
      boolean kept = count > 0 && job.weightBytes() <= weightCapacity;
      int resident =
          (int) Math.min(job.kernelGroups(), weightCapacity / Math.max(1, job.groupBytes()));
      int groupsAtOnce = job.kernelGroups() == 1 ? 2 : resident;
      DotProductBand band = DotProductBand.run(job, array, hardware, groupsAtOnce, kept);
      cycles = cycles.plus(breakdown(c, job, band, hardware, first, past, kept));
      activity = activity.plus(activity(c, job, array, hardware, first, past, kept));
      fetchedRows += DotProductJob.inputRows(c, first, past);
      count++;
    }
    long halo =
        Math.max(0, fetchedRows - DotProductJob.inputRows(c, 0, c.outputHeight()))
            * StoredTensors.cubeBytes(
                c.inputChannels(), 1, c.inputWidth(), c.inputBits(), hardware.memory());
    Activity withHalo = activity.plus(new Activity(0, 0, 0, 0, 0, halo, 0, 0));
    long products = hardware.precision().productsPerMac(c.weightBits(), c.inputBits());
    double utilization =
        (double) (c.macs() * products) / ((double) array.macUnits() * cycles.total());
    return new LayerTiming(
        cycles, withHalo, utilization, count, mapping(c, array, hardware, count));
  }

  /** A fused add's operand comes over the port that input and weights came over. */
  private static CycleBreakdown breakdown(
      LayerWorkload.Convolution c,
      DotProductJob job,
      DotProductBand band,
      HardwareConfig hardware,
      int first,
      int past,
      boolean weightsKept) {
    MemoryConfig memory = hardware.memory();
    long writes = memory.streamCycles(outputBytes(c, memory, past - first));
    long extraReads = memory.streamCycles(addedBytes(c, memory, past - first));
    long allReads = memory.streamCycles(loadedBytes(job, weightsKept)) + extraReads;
    long end =
        Math.max(Math.max(band.end(), allReads), band.firstOutput() + Math.max(writes, extraReads));
    long memoryStall = band.weightStall() + end - band.end();
    long fillDrain = end - band.load() - band.macActive() - band.creditStall() - memoryStall;
    return new CycleBreakdown(
        band.macActive(), fillDrain, band.creditStall(), band.load(), memoryStall);
  }

  private static long loadedBytes(DotProductJob job, boolean weightsKept) {
    return job.dataBytes() + (weightsKept ? 0 : job.weightBytes());
  }

  /** Every copy of the output. */
  private static long outputBytes(LayerWorkload.Convolution c, MemoryConfig memory, int rows) {
    return c.outputBits().stream()
        .mapToLong(
            bits ->
                StoredTensors.cubeBytes(c.outputChannels(), rows, c.outputWidth(), bits, memory))
        .sum();
  }

  /** Operands that a fused add reads. */
  private static long addedBytes(LayerWorkload.Convolution c, MemoryConfig memory, int rows) {
    return c.fusedAddBits().stream()
        .mapToLong(
            bits ->
                StoredTensors.cubeBytes(c.outputChannels(), rows, c.outputWidth(), bits, memory))
        .sum();
  }

  private static Activity activity(
      LayerWorkload.Convolution c,
      DotProductJob job,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      int first,
      int past,
      boolean weightsKept) {
    MemoryConfig memory = hardware.memory();
    int products = hardware.precision().productsPerMac(c.weightBits(), c.inputBits());
    long macs = c.macs() / c.outputHeight() * (past - first) * products;
    long operations = job.operations() * job.stripes().count() * job.kernelGroups();
    long active = job.operations() * job.positions() * job.kernelGroups();
    int dataBits = Math.min(c.inputBits(), hardware.precision().macActivationBits());
    int weightBits = Math.min(c.weightBits(), hardware.precision().macWeightBits());
    long dataReads = active * array.atomicChannels() * dataBits / 8;
    long weightReads = operations * array.macUnits() * weightBits / 8;
    long loads = loadedBytes(job, weightsKept);
    long elements = (long) c.outputChannels() * c.outputWidth() * (past - first);
    return new Activity(
        products == 1 ? macs : 0,
        products == 1 ? 0 : macs,
        dataReads + weightReads,
        loads,
        loads + addedBytes(c, memory, past - first),
        0,
        outputBytes(c, memory, past - first),
        elements * Math.max(1, c.outputBits().size()));
  }

  private static String mapping(
      LayerWorkload.Convolution c,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      int bands) {
    int products = hardware.precision().productsPerMac(c.weightBits(), c.inputBits());
    return String.format(
        Locale.ROOT,
        "%dx%d%s%s%s%s",
        array.atomicChannels(),
        array.atomicKernels(),
        products > 1
            ? ", "
                + products
                + " products "
                + hardware.precision().composition().name().toLowerCase(Locale.ROOT)
            : "",
        DotProductJob.packed(c, array) ? ", image packed" : "",
        c.groups() > 1 ? ", " + c.groups() + " groups one by one" : "",
        bands > 1 ? ", " + bands + " bands" : "");
  }
}
