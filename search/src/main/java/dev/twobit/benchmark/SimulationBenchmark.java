package dev.twobit.benchmark;

import dev.twobit.results.TwobitVersion;
import dev.twobit.simulator.benchmark.Machine;
import dev.twobit.simulator.benchmark.SimulatorSpeed;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * The speed of the simulator as a user meets it.
 *
 * @param version of twobit
 * @param threads that simulate
 */
public record SimulationBenchmark(
    String version, Machine machine, int threads, SimulatorSpeed speed, ColdStart coldStart) {
  private static final int COLD_RUNS = 3;

  /**
   * Measures all of it, one after the other on one thread.
   *
   * @param progress told what is measured next
   */
  public static SimulationBenchmark measure(SimulatorSpeed.Effort effort, Consumer<String> progress)
      throws IOException {
    Machine machine = Machine.current();
    SimulatorSpeed speed = SimulatorSpeed.measure(effort, progress);
    progress.accept("cold start");
    ColdStart start = ColdStart.measure(SimulatorSpeed.resNet50(), COLD_RUNS);
    return new SimulationBenchmark(TwobitVersion.current(), machine, 1, speed, start);
  }
}
