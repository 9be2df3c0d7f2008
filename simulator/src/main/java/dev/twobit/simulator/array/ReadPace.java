package dev.twobit.simulator.array;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.DramConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pace at which a DRAM gives a convolution's input and weights. Weights follow one another in
 * memory. Of the input, the lines of one surface that are fetched in a pass do; the next surface is
 * a plane further. The mean over both, each read once, is the layer's pace
 * (simulator/docs/data-movement.md#dram).
 */
public final class ReadPace {
  /** Runs after which a pattern has shown its pace. */
  private static final int RUNS = 512;

  private static final Map<Pattern, Double> KNOWN = new ConcurrentHashMap<>();

  /**
   * What decides the pace of an input.
   *
   * @param runBytes that follow one another
   * @param planeBytes from a surface to the next
   */
  private record Pattern(int surfaces, long runBytes, long planeBytes, DramConfig dram) {}

  private ReadPace() {}

  /** The memory as the reads of a convolution find it; writes are at the memory's own pace. */
  public static MemoryConfig of(LayerWorkload.Convolution c, HardwareConfig hardware) {
    MemoryConfig memory = hardware.memory();
    if (!memory.dram().isPresent()) {
      return memory;
    }
    InputCube input = input(c, hardware);
    double inputBeats = beats(input, (long) input.surfaces() * input.lines(), hardware);
    double weightBeats = (double) weightBytes(c) / memory.beatBytes();
    double cycles = inputBeats * cycles(input, hardware) + weightBeats * memory.cyclesPerBeat();
    return memory.with(cycles / (inputBeats + weightBeats), memory.readLatencyCycles());
  }

  /** As it is fetched: a systolic array takes a line at a time. */
  private static InputCube input(LayerWorkload.Convolution c, HardwareConfig hardware) {
    int grain =
        hardware.array() instanceof ArrayConfig.DotProduct array
            ? array.pipeline().fetchGrain()
            : 1;
    return InputCube.of(c, c.inputHeight(), grain, hardware.memory());
  }

  private static long weightBytes(LayerWorkload.Convolution c) {
    long elements =
        c.outputChannels()
            * (c.inputChannels() / c.groups())
            * (long) c.window().kernelHeight()
            * c.window().kernelWidth();
    return (elements * c.weightBits() + 7) / 8;
  }

  /** Clocks of one beat of the input. */
  private static double cycles(InputCube input, HardwareConfig hardware) {
    MemoryConfig memory = hardware.memory();
    if (input.surfaces() == 1) {
      return memory.cyclesPerBeat();
    }
    long run = input.grain() * input.lineBytes();
    Pattern pattern =
        new Pattern(input.surfaces(), run, input.lines() * input.lineBytes(), memory.dram());
    double clocks = KNOWN.computeIfAbsent(pattern, ReadPace::clocksOfRun);
    double beats = beats(input, input.grain(), hardware);
    return Math.max(
        memory.cyclesPerBeat(), memory.dram().cycles(clocks / beats, hardware.clockMegahertz()));
  }

  /** Of so many lines: a dot-product array's begins on a beat, a systolic array's are packed. */
  private static double beats(InputCube input, long lines, HardwareConfig hardware) {
    return hardware.array() instanceof ArrayConfig.DotProduct
        ? (double) lines * input.lineBeats()
        : (double) lines * input.lineBytes() / input.beatBytes();
  }

  /** Clocks of the bus from one run to the next. */
  private static double clocksOfRun(Pattern pattern) {
    DramChannel channel = new DramChannel(pattern.dram());
    int burst = pattern.dram().burstBytes();
    int runs = 0;
    for (long line = 0; line < pattern.planeBytes() && runs < RUNS; line += pattern.runBytes()) {
      for (int s = 0; s < pattern.surfaces() && runs < RUNS; s++, runs++) {
        long first = s * pattern.planeBytes() + line;
        for (long b = first / burst; b * burst < first + pattern.runBytes(); b++) {
          channel.read(b);
        }
      }
    }
    return (double) (channel.end() - pattern.dram().part().row().toRead()) / runs;
  }
}
