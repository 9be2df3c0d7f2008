package dev.twobit.benchmark;

import dev.twobit.results.TwobitVersion;
import dev.twobit.simulator.benchmark.Machine;
import dev.twobit.simulator.benchmark.SimulatorSpeed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The speed of the simulator as a user meets it.
 *
 * @param version of twobit
 * @param threads that simulate
 * @param wholeLatencies by accelerator
 */
public record SimulationBenchmark(
    String version,
    Machine machine,
    int threads,
    SimulatorSpeed speed,
    List<WholeLatencySpeed> wholeLatencies,
    ColdStart coldStart) {
  private static final int COLD_RUNS = 3;
  private static final List<String> ACCELERATORS = List.of("nvdla-small-w2a2", "edge-tpu-w2a2");
  private static final int GENOTYPES = 10_000;
  private static final int ROUNDS = 3;
  private static final int THREADS = 2;

  public SimulationBenchmark {
    wholeLatencies = List.copyOf(wholeLatencies);
  }

  /**
   * Measures all of it, one after the other, on one thread but for whole latencies.
   *
   * @param progress told what is measured next
   */
  public static SimulationBenchmark measure(SimulatorSpeed.Effort effort, Consumer<String> progress)
      throws IOException {
    Machine machine = Machine.current();
    SimulatorSpeed speed = SimulatorSpeed.measure(effort, progress);
    List<WholeLatencySpeed> whole = new ArrayList<>();
    for (String accelerator : ACCELERATORS) {
      progress.accept("whole latencies of genotypes on " + accelerator);
      whole.add(WholeLatencySpeed.measure(accelerator, GENOTYPES, ROUNDS, THREADS));
    }
    progress.accept("cold start");
    ColdStart start = ColdStart.measure(SimulatorSpeed.resNet50(), COLD_RUNS);
    return new SimulationBenchmark(TwobitVersion.current(), machine, 1, speed, whole, start);
  }
}
