package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.PrecisionConfig;
import dev.twobit.simulator.array.DotProductMapping;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.PostTraffic;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.List;

/**
 * {@code memory.overlap: spreadsheet}: a layer takes the larger of its MAC time and its external
 * memory time, as in NVIDIA's performance spreadsheet, from which the published frames per second
 * of NVDLA come. No latency, fill, drain, stall or output bound; reads and writes share the
 * bandwidth. MAC time is that of direct convolution, ceil(C/atomC) x ceil(K/atomK) x R x S x P x Q
 * (the sheet's own is of 16 x 16 atoms at every size, with Winograd on 16 layers of ResNet-50). To
 * be compared with published figures; no machine works so.
 */
public final class SpreadsheetEngine {
  private SpreadsheetEngine() {}

  /** One workload, cold. */
  public static LayerTiming simulate(LayerWorkload workload, HardwareConfig hardware) {
    if (workload instanceof LayerWorkload.PostProcessing step) {
      return alone(step, hardware);
    }
    LayerWorkload.Convolution c = (LayerWorkload.Convolution) workload;
    return convolution(c, outputBytes(c, c.outputHeight(), c.outputWidth(), hardware), hardware);
  }

  /** A convolution whose output is pooled before it is written. */
  public static LayerTiming simulatePooled(
      LayerWorkload.Convolution c, LayerWorkload.PostProcessing pooling, HardwareConfig hardware) {
    return convolution(c, PostTraffic.of(pooling, hardware.memory()).writtenBytes(), hardware);
  }

  /** A pooling done in passing by the convolution before it: elements, and no time of its own. */
  public static LayerTiming fusedPooling(LayerWorkload.PostProcessing pooling) {
    return new LayerTiming(
        CycleBreakdown.ZERO,
        new Activity(0, 0, 0, 0, 0, 0, 0, pooling.elements()),
        0,
        1,
        "in passing, behind the convolution");
  }

  private static LayerTiming convolution(
      LayerWorkload.Convolution c, long writtenBytes, HardwareConfig hardware) {
    ArrayConfig.DotProduct array = (ArrayConfig.DotProduct) hardware.array();
    DotProductMapping mapping = DotProductMapping.of(c, array, hardware.precision());
    SpreadsheetTraffic traffic =
        SpreadsheetTraffic.of(c, mapping.packed(), hardware.buffer(), hardware.memory());
    long addends =
        cubes(c.fusedAddBits(), c.outputChannels(), c.outputHeight(), c.outputWidth(), hardware);
    long read = traffic.readBytes() + addends;
    long macCycles = macCycles(c, array, hardware.precision());
    long memoryCycles = hardware.memory().streamCycles(read + writtenBytes);
    long stalled = Math.max(0, memoryCycles - macCycles);
    long macs = c.macs() * mapping.products();
    int dataBits = Math.min(c.inputBits(), hardware.precision().macActivationBits());
    int weightBits = Math.min(c.weightBits(), hardware.precision().macWeightBits());
    // An operand a clock, and the weights of every operation once a stripe of 2 x atomK positions.
    long dataReads = macCycles * array.atomicChannels() * dataBits / 8;
    long weightReads = macCycles / (2L * array.atomicKernels()) * array.macUnits() * weightBits / 8;
    long elements = (long) c.outputChannels() * c.outputHeight() * c.outputWidth();
    Activity activity =
        new Activity(
            mapping.products() == 1 ? macs : 0,
            mapping.products() == 1 ? 0 : macs,
            dataReads + weightReads,
            traffic.readBytes(),
            read,
            traffic.readBytes() - traffic.inputBytes() - traffic.weightBytes(),
            writtenBytes,
            elements * Math.max(1, c.outputBits().size()));
    return new LayerTiming(
        new CycleBreakdown(macCycles, 0, 0, 0, stalled),
        activity,
        (double) macs / ((double) array.macUnits() * (macCycles + stalled)),
        traffic.parts(),
        mapping.describe(c, array, hardware.precision(), Tiling.whole(c))
            + (traffic.parts() > 1 ? ", " + traffic.parts() + " parts" : "")
            + (stalled > 0 ? ", memory-bound" : ", MAC-bound"));
  }

  private static long macCycles(
      LayerWorkload.Convolution c, ArrayConfig.DotProduct array, PrecisionConfig precision) {
    return DotProductJob.operations(c, array, precision)
        * c.groups()
        * ceil(c.outputChannels() / c.groups(), array.atomicKernels())
        * c.outputHeight()
        * c.outputWidth();
  }

  private static LayerTiming alone(LayerWorkload.PostProcessing step, HardwareConfig hardware) {
    PostTraffic traffic = PostTraffic.of(step, hardware.memory());
    // The spreadsheet has no parameters.
    long read = traffic.readBytes() - step.parameterBytes();
    long written = traffic.writtenBytes();
    return new LayerTiming(
        new CycleBreakdown(0, 0, 0, 0, hardware.memory().streamCycles(read + written)),
        new Activity(0, 0, 0, 0, read, 0, written, step.elements()),
        0,
        1,
        "post-processor, memory-bound");
  }

  private static long outputBytes(
      LayerWorkload.Convolution c, int height, int width, HardwareConfig hardware) {
    return cubes(c.outputBits(), c.outputChannels(), height, width, hardware);
  }

  private static long cubes(
      List<Integer> widths, int channels, int height, int width, HardwareConfig hardware) {
    return widths.stream()
        .mapToLong(
            bits -> StoredTensors.cubeBytes(channels, height, width, bits, hardware.memory()))
        .sum();
  }

  private static long ceil(long a, long b) {
    return (a + b - 1) / b;
  }
}
