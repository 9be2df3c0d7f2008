package dev.twobit.simulator.benchmark;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.Network;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.Simulator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** ResNet-50 at 224x224 through the event engine, one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
// A young generation that grows is paid for page by page, in phases of a second.
@Fork(value = 2, jvmArgsAppend = "-Xmn64m")
public class SimulatorBenchmark {
  /** Accelerator. */
  @Param({"nvdla-small-w2a2", "nvdla-large-w2a2", "edge-tpu-w2a2"})
  public String hardware = "";

  private final Network network = SimulatorSpeed.resNet50();
  private HardwareConfig config = HardwareCatalog.load("nvdla-small-w2a2");
  private PrecisionPlan plan = SimulatorSpeed.plan(network, config);

  /** Before each accelerator. */
  @Setup
  public void load() {
    config = HardwareCatalog.load(hardware);
    plan = SimulatorSpeed.plan(network, config);
  }

  /** Lowered, timed and accounted. */
  @Benchmark
  public NetworkSimulation resNet50() {
    return Simulator.simulate(network, plan, config);
  }
}
