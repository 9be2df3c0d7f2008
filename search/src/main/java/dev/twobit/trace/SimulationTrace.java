package dev.twobit.trace;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.InvalidInputException;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.NetworkTracer;
import java.io.IOException;
import java.nio.file.Path;

/** A simulation's trace as a file. */
public final class SimulationTrace {
  /** Spans of one unit in one layer, so that a layer is some 300 kB at most. */
  private static final int MOST_SPANS_PER_UNIT = 256;

  private SimulationTrace() {}

  /** An error if the accelerator has no timeline to trace. */
  public static void require(HardwareConfig hardware) {
    NetworkTracer.requireTimeline(hardware);
  }

  /**
   * Traces the chosen layers and writes {@code file}.
   *
   * @throws InvalidInputException if a layer asked for is not there
   */
  public static void write(NetworkSimulation simulation, LayerSelection layers, Path file)
      throws IOException {
    ChromeTrace.write(
        NetworkTracer.trace(simulation, layers.of(simulation), MOST_SPANS_PER_UNIT),
        group(simulation.hardware().array()),
        file);
  }

  private static String group(ArrayConfig array) {
    return array instanceof ArrayConfig.DotProduct ? "kernel group" : "weight tile";
  }
}
