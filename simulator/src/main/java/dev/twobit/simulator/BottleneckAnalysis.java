package dev.twobit.simulator;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.Bottleneck.Cause;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Names the largest part of a layer's clocks and explains it by workload and hardware; a pure
 * function of what the engine answered.
 */
public final class BottleneckAnalysis {
  private final LayerWorkload workload;
  private final LayerTiming timing;
  private final int runs;
  private final HardwareConfig hardware;
  private final long total;

  private BottleneckAnalysis(LayerSimulation layer, HardwareConfig hardware) {
    this.workload = layer.workload();
    this.timing = layer.timing();
    this.runs = layer.runs();
    this.hardware = hardware;
    this.total = timing.cycles().total();
  }

  /** Why the layer is no faster on the hardware it was simulated on. */
  public static Bottleneck of(LayerSimulation layer, HardwareConfig hardware) {
    return new BottleneckAnalysis(layer, hardware).bottleneck();
  }

  private Bottleneck bottleneck() {
    Cause cause = Cause.MAC;
    for (Cause other : Cause.values()) {
      if (other.cycles(timing.cycles()) > cause.cycles(timing.cycles())) {
        cause = other;
      }
    }
    long cycles = cause.cycles(timing.cycles());
    String each = runs > 1 ? text(", each of %,d images", runs) : "";
    return new Bottleneck(
        cause,
        cycles * runs,
        cause.label() + each + ": " + reason(cause, cycles) + others(cause, cycles));
  }

  /** Where the largest part is less than half, those at least half as large as it. */
  private String others(Cause largest, long cycles) {
    if (2 * cycles >= total) {
      return "";
    }
    String others =
        Arrays.stream(Cause.values())
            .filter(cause -> cause != largest)
            .sorted(Comparator.comparingLong(c -> -c.cycles(timing.cycles())))
            .filter(cause -> 2 * cause.cycles(timing.cycles()) >= cycles)
            .map(cause -> text("%s %,d", cause.component(), cause.cycles(timing.cycles())))
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? "" : "; next: " + others;
  }

  private String reason(Cause cause, long cycles) {
    String share = text("%,d of %,d clocks", cycles, total);
    return switch (cause) {
      case LOAD -> load(share);
      case MEMORY -> memory(share);
      case MAC, OUTPUT, FILL_DRAIN ->
          workload instanceof LayerWorkload.Convolution c
              ? convolution(c, cause, share)
              : step((LayerWorkload.PostProcessing) workload, share);
    };
  }

  private String convolution(LayerWorkload.Convolution c, Cause cause, String share) {
    if (hardware.array() instanceof ArrayConfig.DotProduct array) {
      DotProductReasons reasons = new DotProductReasons(c, array, hardware, timing);
      return switch (cause) {
        case MAC -> reasons.mac(share);
        case OUTPUT -> reasons.output(share);
        default -> reasons.fillDrain(share);
      };
    }
    ArrayConfig.Systolic array = (ArrayConfig.Systolic) hardware.array();
    SystolicReasons reasons = new SystolicReasons(c, array, hardware, timing);
    return switch (cause) {
      case MAC -> reasons.mac(share);
      case OUTPUT -> reasons.output(share);
      default -> reasons.fillDrain(share);
    };
  }

  private String step(LayerWorkload.PostProcessing step, String share) {
    int throughput =
        step.operation() == PostOperation.POOLING
            ? hardware.postProcessor().poolingElementsPerCycle()
            : hardware.postProcessor().elementwiseElementsPerCycle();
    int clocks = (step.channels() + throughput - 1) / throughput;
    return text(
        "%s are the post-processor's, %,d a pixel of %,d channels at %,d elements a clock",
        share, clocks, step.channels(), throughput);
  }

  private String load(String share) {
    return text(
        "%s wait for the first operands (%s; read latency %,d clocks)",
        share, traffic(), hardware.memory().readLatencyCycles());
  }

  private String memory(String share) {
    return text("%s wait for external memory (%s)", share, traffic());
  }

  /** What the layer moves and how long that takes at the least. */
  private String traffic() {
    MemoryConfig memory = hardware.memory();
    long read = timing.activity().dramReadBytes();
    long written = timing.activity().dramWriteBytes();
    return text(
        "%,d bytes read and %,d written at %s B/clock take %,d clocks%s",
        read,
        written,
        number(memory.bandwidthBytesPerCycle()),
        memory.streamCycles(Math.max(read, written)),
        timing.rowTiles() > 1 ? text(", in %,d bands", timing.rowTiles()) : "");
  }

  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** A number with at most two decimals, none where there are none to show. */
  static String number(double value) {
    return text("%.2f", value).replaceFirst("\\.?0+$", "");
  }
}
