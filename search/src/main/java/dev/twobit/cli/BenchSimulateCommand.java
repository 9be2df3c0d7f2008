package dev.twobit.cli;

import dev.twobit.benchmark.SimulationBenchmark;
import dev.twobit.json.VersionedJson;
import dev.twobit.simulator.benchmark.SimulatorSpeed;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code twobit bench simulate}. */
@Command(
    name = "simulate",
    description = {
      "Time the simulator.",
      "ResNet-50 and its table of layers by channel counts through the event engine, "
          + "clocks per second of the clocked engine, latencies of whole genotypes as a "
          + "search asks for them, and one 'twobit simulate' from a cold start. Takes about "
          + "two minutes, on one thread; two ask for genotypes."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit bench simulate --json")
final class BenchSimulateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private JsonOption json;

  BenchSimulateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    SimulationBenchmark result =
        SimulationBenchmark.measure(
            SimulatorSpeed.Effort.FULL, what -> console.err().println("timing " + what));
    console
        .out()
        .println(json.isSet() ? VersionedJson.indented(result) : BenchText.of(result).strip());
    return 0;
  }
}
