package dev.twobit.cli;

import dev.twobit.benchmark.ThreadComparison;
import dev.twobit.json.VersionedJson;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.training.QuantizationScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code twobit bench threads}. */
@Command(
    name = "threads",
    description = "Measure what threads change in the bits of a training.",
    footerHeading = "%nExample:%n",
    footer = "  twobit bench threads resnet8.onnx --data embedded")
final class BenchThreadsCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL.onnx", description = "ONNX file; its weights are not used.")
  private Path model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description = "As in 'twobit train'.")
  private String data;

  @Option(
      names = "--weights",
      paramLabel = "Q",
      defaultValue = "dorefa",
      description = "As in 'twobit train' (${DEFAULT-VALUE}).")
  private String weights;

  @Option(
      names = "--activations",
      paramLabel = "Q",
      defaultValue = "pact",
      description = "As in 'twobit train' (${DEFAULT-VALUE}).")
  private String activations;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "20",
      description = "Steps of each training (${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "64",
      description = "Images a step (${DEFAULT-VALUE}).")
  private int batchSize;

  @Mixin private InputShapeOption shapes;
  @Mixin private JsonOption json;

  BenchThreadsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    ThreadComparison found =
        ThreadComparison.of(
            shapes.of(model),
            data,
            new QuantizationScheme(
                QuantizerChoice.parse("--weights", weights, 2),
                QuantizerChoice.parse("--activations", activations, 2),
                true),
            Ranges.atLeastOne(spec, "--steps", steps),
            Ranges.atLeastOne(spec, "--batch-size", batchSize));
    console.out().println(json.isSet() ? VersionedJson.indented(found) : text(found));
    return 0;
  }

  private static String text(ThreadComparison found) {
    return String.format(
        Locale.ROOT,
        "%d steps of %d images: the same threads twice give %s bits; between one and two threads"
            + " %.2f %% of the weights differ, by at most %.3g (largest weight %.3g); mean loss"
            + " %.4f and %.4f",
        found.steps(),
        found.batchSize(),
        found.sameThreadsSameBits() ? "the same" : "other",
        100 * found.differingShare(),
        found.largestDifference(),
        found.largestWeight(),
        found.lossOneThread(),
        found.lossTwoThreads());
  }
}
