package dev.twobit.cli;

import dev.twobit.benchmark.TrainingBenchmark;
import dev.twobit.json.VersionedJson;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twobit bench train}. */
@Command(
    name = "train",
    description = {
      "Time training steps of ResNet-20, beside Python's.",
      "Batch 128: full precision, W2A2 and the super-net's, in float32 and bfloat16, "
          + "and beside them the same steps in plain Python PyTorch, alternating. Takes "
          + "about five minutes."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit bench train --threads 1,2 --python /usr/bin/python3")
final class BenchTrainCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2",
      description = "Numbers of threads to measure with (${DEFAULT-VALUE}).")
  private List<Integer> threads;

  @Option(
      names = "--python",
      paramLabel = "PYTHON",
      defaultValue = "python3",
      description = "Interpreter that has PyTorch (${DEFAULT-VALUE}); without one, only ours.")
  private String python;

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      defaultValue = "7",
      description = "Times that every step is measured, of which the median (${DEFAULT-VALUE}).")
  private int repetitions;

  @Mixin private JsonOption json;

  BenchTrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    threads.forEach(t -> Ranges.atLeastOne(spec, "--threads", t));
    TrainingBenchmark result =
        TrainingBenchmark.measure(
            new TrainingBenchmark.Settings(
                threads, python, Ranges.atLeastOne(spec, "--repetitions", repetitions)),
            what -> console.err().println("timing " + what));
    console
        .out()
        .println(json.isSet() ? VersionedJson.indented(result) : BenchTrainText.of(result).strip());
    return 0;
  }
}
