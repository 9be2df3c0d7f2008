package dev.twobit.simulator;

import static dev.twobit.simulator.BottleneckAnalysis.text;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.Bottleneck.Cause;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Layers that a larger array makes slower, and the rule of the array that does it. */
public final class ArrayGrowth {
  private ArrayGrowth() {}

  /**
   * The layer that loses most.
   *
   * @param smallerCycles its clocks on the smaller array; {@code largerCycles} on the larger one
   * @param slowerLayers how many layers are slower on the larger array, this one included
   * @param rule what of the array makes it so
   */
  public record Slowdown(
      String layer, long smallerCycles, long largerCycles, int slowerLayers, String rule) {}

  /**
   * Whether {@code b} is {@code a} with more MACs: same style and dataflow, same MAC precision, no
   * dimension smaller.
   */
  public static boolean isLarger(HardwareConfig a, HardwareConfig b) {
    if (!a.precision().equals(b.precision()) || b.array().macUnits() <= a.array().macUnits()) {
      return false;
    }
    if (a.array() instanceof ArrayConfig.DotProduct x
        && b.array() instanceof ArrayConfig.DotProduct y) {
      return y.atomicChannels() >= x.atomicChannels() && y.atomicKernels() >= x.atomicKernels();
    }
    return a.array() instanceof ArrayConfig.Systolic x
        && b.array() instanceof ArrayConfig.Systolic y
        && x.dataflow() == y.dataflow()
        && x.foldOverlap() == y.foldOverlap()
        && y.rows() >= x.rows()
        && y.columns() >= x.columns();
  }

  /**
   * The layer that loses most clocks when the same network runs on {@code b}, the larger of two
   * accelerators, instead of {@code a}; empty if none does.
   */
  public static Optional<Slowdown> slowdown(NetworkSimulation a, NetworkSimulation b) {
    List<Slowdown> slower = new ArrayList<>();
    for (int i = 0; i < a.layers().size(); i++) {
      LayerSimulation small = a.layers().get(i);
      LayerSimulation large = b.layers().get(i);
      if (large.latencyCycles() > small.latencyCycles()) {
        slower.add(
            new Slowdown(
                small.workload().name(),
                small.latencyCycles(),
                large.latencyCycles(),
                0,
                rule(small, a.hardware(), large, b.hardware())));
      }
    }
    return slower.stream()
        .max(Comparator.comparingLong(s -> s.largerCycles() - s.smallerCycles()))
        .map(
            s ->
                new Slowdown(
                    s.layer(), s.smallerCycles(), s.largerCycles(), slower.size(), s.rule()));
  }

  /** The rule behind the component that grew most. */
  private static String rule(
      LayerSimulation small, HardwareConfig a, LayerSimulation large, HardwareConfig b) {
    Cause grown = Cause.MAC;
    for (Cause cause : Cause.values()) {
      if (growth(cause, small, large) > growth(grown, small, large)) {
        grown = cause;
      }
    }
    String parts =
        text(
            "%s clocks %,d -> %,d",
            grown.component(),
            grown.cycles(small.timing().cycles()),
            grown.cycles(large.timing().cycles()));
    return grown == Cause.LOAD || grown == Cause.MEMORY
        ? parts + traffic(small, a, large, b)
        : parts + rule(grown, large.workload(), a, b);
  }

  private static long growth(Cause cause, LayerSimulation small, LayerSimulation large) {
    return cause.cycles(large.timing().cycles()) - cause.cycles(small.timing().cycles());
  }

  /** What waits for external memory: more bytes, or fewer a clock. */
  private static String traffic(
      LayerSimulation small, HardwareConfig a, LayerSimulation large, HardwareConfig b) {
    String atoms =
        a.memory().atomBytes() == b.memory().atomBytes()
            ? ""
            : text(
                "; memory atoms of %,d instead of %,d bytes",
                b.memory().atomBytes(), a.memory().atomBytes());
    return text(
        ": %,d instead of %,d bytes read and %,d instead of %,d written, at %s B/clock%s",
        large.timing().activity().dramReadBytes(),
        small.timing().activity().dramReadBytes(),
        large.timing().activity().dramWriteBytes(),
        small.timing().activity().dramWriteBytes(),
        instead(
            BottleneckAnalysis.number(a.memory().bandwidthBytesPerCycle()),
            BottleneckAnalysis.number(b.memory().bandwidthBytesPerCycle())),
        atoms);
  }

  private static String instead(String before, String after) {
    return before.equals(after) ? after : after + " instead of " + before;
  }

  private static String rule(
      Cause grown, LayerWorkload workload, HardwareConfig a, HardwareConfig b) {
    if (!(workload instanceof LayerWorkload.Convolution c)) {
      return "";
    }
    if (a.array() instanceof ArrayConfig.DotProduct x
        && b.array() instanceof ArrayConfig.DotProduct y) {
      return dotProduct(grown, c, a, x, b, y);
    }
    ArrayConfig.Systolic x = (ArrayConfig.Systolic) a.array();
    ArrayConfig.Systolic y = (ArrayConfig.Systolic) b.array();
    return grown == Cause.FILL_DRAIN
        ? text(
            ": filling and draining grows with rows + columns (%,d -> %,d)",
            x.rows() + x.columns(), y.rows() + y.columns())
        : "";
  }

  private static String dotProduct(
      Cause grown,
      LayerWorkload.Convolution c,
      HardwareConfig a,
      ArrayConfig.DotProduct x,
      HardwareConfig b,
      ArrayConfig.DotProduct y) {
    long positions = (long) c.outputHeight() * c.outputWidth();
    if (grown == Cause.FILL_DRAIN && positions < y.atomicKernels()) {
      return text(
          ": an operation holds the array at least atomicKernels clocks, %,d instead of %,d, and"
              + " the layer has only %,d %s",
          y.atomicKernels(),
          Math.max(positions, x.atomicKernels()),
          positions,
          positions == 1 ? "position" : "positions");
    }
    if (grown == Cause.FILL_DRAIN && y.atomicKernels() > x.atomicKernels()) {
      return text(
          ": results leave once a stripe of %,d instead of %,d positions is done",
          2 * y.atomicKernels(), 2 * x.atomicKernels());
    }
    long before = clocksToDeliver(a, x);
    long after = clocksToDeliver(b, y);
    if (grown == Cause.OUTPUT && after > before) {
      return text(
          ": the post-processor takes atomicKernels / outputElementsPerCycle + 1 clocks a position,"
              + " %,d instead of %,d",
          after, before);
    }
    return "";
  }

  private static long clocksToDeliver(HardwareConfig hardware, ArrayConfig.DotProduct array) {
    int throughput = hardware.postProcessor().outputElementsPerCycle();
    return (array.atomicKernels() + throughput - 1) / throughput + 1;
  }
}
