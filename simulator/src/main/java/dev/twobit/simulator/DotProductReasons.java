package dev.twobit.simulator;

import static dev.twobit.simulator.BottleneckAnalysis.number;
import static dev.twobit.simulator.BottleneckAnalysis.text;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.array.DotProductMapping;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.ParameterBeats;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a convolution takes its clocks on the NVDLA-style array (simulator/docs/nvdla-rtl.md#stripes
 * and simulator/docs/nvdla-rtl.md#credits-and-output).
 */
final class DotProductReasons {
  /** A row of lanes at least so full is no reason. */
  private static final double FULL = 0.9;

  private final LayerWorkload.Convolution layer;
  private final ArrayConfig.DotProduct array;
  private final HardwareConfig hardware;
  private final LayerTiming timing;
  private final DotProductMapping mapping;
  private final KernelGroups groups;

  DotProductReasons(
      LayerWorkload.Convolution layer,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      LayerTiming timing) {
    this.layer = layer;
    this.array = array;
    this.hardware = hardware;
    this.timing = timing;
    this.mapping = DotProductMapping.of(layer, array, hardware.precision());
    this.groups = KernelGroups.of(layer, array.atomicKernels(), hardware.memory());
  }

  String mac(String share) {
    List<String> losses = new ArrayList<>();
    losses.addAll(passes());
    losses.addAll(channels());
    losses.addAll(kernels());
    return text(
        "%s are MAC clocks, %,d per output position and kernel group%s",
        share, macClocksPerPosition(), losses.isEmpty() ? "" : "; " + String.join("; ", losses));
  }

  String output(String share) {
    long delivery = clocksToDeliver();
    long mac = macClocksPerPosition();
    String grouped = layer.groups() > 1 ? "; " + String.join("; ", channels()) : "";
    boolean creditsCoverTheWay = array.accumulatorCredits() * delivery >= creditRoundTrip();
    if (delivery > mac && creditsCoverTheWay) {
      return text(
          "%,d clocks per position against %,d MAC clocks (%s held back)%s",
          delivery, mac, share, grouped);
    }
    long operandClocks = hardware.memory().streamCycles(addendBytes());
    long creditClocks =
        (long) layer.outputHeight()
            * layer.outputWidth()
            * groups.count()
            * creditRoundTrip()
            / array.accumulatorCredits();
    long parameterClocks = parameterClocks();
    if (parameterClocks > Math.max(timing.cycles().macActive(), operandClocks)
        && parameterClocks > creditClocks) {
      return text(
          "the post-processor's parameters, %,d bytes a channel at %s B/clock, and their way take"
              + " %,d clocks against %,d MAC clocks (%s held back)",
          layer.activations().parameters().bytesPerChannel(),
          number(hardware.memory().bandwidthBytesPerCycle()),
          parameterClocks,
          timing.cycles().macActive(),
          share);
    }
    if (operandClocks > timing.cycles().macActive()
        && (creditsCoverTheWay || operandClocks > creditClocks)) {
      return text(
          "the fused add's %,d bytes at %s B/clock take %,d clocks against %,d MAC clocks"
              + " (%s held back)",
          addendBytes(),
          number(hardware.memory().bandwidthBytesPerCycle()),
          operandClocks,
          timing.cycles().macActive(),
          share);
    }
    return text(
        "%,d accumulator credits, each back %,d clocks after its operation at the earliest, against"
            + " %,d MAC clocks per position (%s held back)%s",
        array.accumulatorCredits(), creditRoundTrip(), mac, share, grouped);
  }

  String fillDrain(String share) {
    long positions = (long) layer.outputHeight() * layer.outputWidth();
    if (positions < array.atomicKernels()) {
      return text(
          "%s; each operation holds the array %,d clocks (atomicKernels) for %s%,d positions",
          share, array.atomicKernels(), timing.rowTiles() > 1 ? "at most " : "", positions);
    }
    return text(
        "%s fill and drain the pipeline (first output %,d clocks after the last operation, tail"
            + " %,d%s)",
        share,
        array.pipeline().firstOutputDelayCycles(),
        array.pipeline().tailCycles(),
        timing.rowTiles() > 1 ? text(", in each of %,d bands", timing.rowTiles()) : "");
  }

  /** Operations that a position takes in one kernel group. */
  long macClocksPerPosition() {
    long blocks = blocks() * (mapping.packed() ? 1 : layer.window().kernelWidth());
    return blocks * layer.window().kernelHeight() * mapping.passes();
  }

  /** Clocks that the post-processor takes for a position of one kernel group. */
  long clocksToDeliver() {
    return ceil(array.atomicKernels(), hardware.postProcessor().outputElementsPerCycle()) + 1;
  }

  /** Clocks from an operation to the credit of its position, nothing in the way. */
  private long creditRoundTrip() {
    return array.pipeline().firstOutputDelayCycles()
        + clocksToDeliver()
        + array.pipeline().creditReturnCycles();
  }

  private long blocks() {
    return ceil(channelsToFill(), mapping.channelsPerClock());
  }

  /** Channels of one group of the convolution; with packing, with its kernel columns. */
  private long channelsToFill() {
    long channels = layer.inputChannels() / layer.groups();
    return mapping.packed() ? channels * layer.window().kernelWidth() : channels;
  }

  private List<String> passes() {
    if (mapping.products() == 1) {
      return List.of();
    }
    String widths = text("%dx%d", layer.weightBits(), layer.inputBits());
    int weightBits = hardware.precision().macWeightBits();
    int activationBits = hardware.precision().macActivationBits();
    List<String> parts = new ArrayList<>();
    if (mapping.passes() > 1) {
      parts.add(
          text(
              "%d passes of %s bits on %dx%d MACs",
              mapping.passes(), widths, weightBits, activationBits));
    }
    if (mapping.pairsPerPass() > 1) {
      parts.add(
          text("%d MACs fuse for a product of %s bits at a time", mapping.pairsPerPass(), widths));
    }
    return parts;
  }

  private List<String> channels() {
    long used = channelsToFill();
    int lanes = mapping.channelsPerClock();
    if (layer.groups() > 1) {
      return List.of(
          text(
              "%s: each kernel group uses %,d of %,d channels and %,d of %,d kernels",
              layer.groups() == layer.inputChannels() ? "depthwise" : "grouped",
              Math.min(used, lanes),
              lanes,
              Math.min(groups.kernels(), array.atomicKernels()),
              array.atomicKernels()));
    }
    if (used >= FULL * blocks() * lanes) {
      return List.of();
    }
    String what = mapping.packed() ? "channels x kernel columns" : "channels";
    return List.of(
        blocks() == 1
            ? text("%s fill %,d of %,d lanes", what, used, lanes)
            : text("%,d %s take %,d rounds of %,d lanes", used, what, blocks(), lanes));
  }

  private List<String> kernels() {
    int rounds = groups.perConvolutionGroup();
    int kernels = groups.kernels();
    if (layer.groups() > 1 || kernels >= FULL * rounds * array.atomicKernels()) {
      return List.of();
    }
    return List.of(
        rounds == 1
            ? text("kernels fill %,d of %,d", kernels, array.atomicKernels())
            : text("%,d kernels take %,d rounds of %,d", kernels, rounds, array.atomicKernels()));
  }

  /**
   * Clocks of the kernel groups whose results wait for parameters that the FIFO had no room for. A
   * FIFO that holds those of one group alone has room for the next one's once the group is
   * delivered.
   */
  private long parameterClocks() {
    ParameterBeats parameters = ParameterBeats.of(layer, groups, hardware);
    long way = hardware.memory().readLatencyCycles() + array.pipeline().dataFetchCycles();
    if (parameters.groupsInFifo() == 1) {
      way += (long) layer.outputHeight() * layer.outputWidth() * clocksToDeliver();
    }
    long clocks = 0;
    for (int g = 0; g < groups.count() && parameters.isAnyLater(); g++) {
      long beats = parameters.later(g);
      long bytes = beats * hardware.memory().beatBytes();
      clocks += beats == 0 ? 0 : hardware.memory().streamCycles(bytes) + way;
    }
    return clocks;
  }

  private long addendBytes() {
    return layer.fusedAddBits().stream()
        .mapToLong(
            bits ->
                StoredTensors.cubeBytes(
                    layer.outputChannels(),
                    layer.outputHeight(),
                    layer.outputWidth(),
                    bits,
                    hardware.memory()))
        .sum();
  }

  private static long ceil(long a, long b) {
    return (a + b - 1) / b;
  }
}
