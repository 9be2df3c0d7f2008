package dev.twobit.cli;

import dev.twobit.experiment.TrainingOutcome;
import dev.twobit.experiment.TrainingRequest;
import dev.twobit.experiment.TrainingRun;
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

/** {@code twobit train}. */
@Command(
    name = "train",
    description = "Train a network from fresh weights, in full precision or quantized.",
    footerHeading = "%nExample:%n",
    footer =
        "  twobit train resnet8.onnx --data embedded --quantizer pact --bits 2 --epochs 10"
            + " --out run")
final class TrainCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL.onnx", description = "ONNX file; its weights are not used.")
  private Path model;

  @Mixin private DataOptions data;

  @Option(
      names = "--quantizer",
      paramLabel = "NAME",
      defaultValue = "pact",
      description = "pact (with DoReFa weights) or none (${DEFAULT-VALUE}).")
  private String quantizer;

  @Option(
      names = "--bits",
      paramLabel = "N",
      defaultValue = "2",
      description = "Bits of weights and activations, 2 to 8 (${DEFAULT-VALUE}).")
  private int bits;

  @Option(names = "--epochs", required = true, paramLabel = "N", description = "Epochs in all.")
  private int epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "256",
      description = "Images a step (${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of weights, order and augmentation (${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--out", required = true, paramLabel = "RUN", description = "Run folder.")
  private Path out;

  @Option(names = "--resume", description = "Continue what is in the run folder.")
  private boolean resume;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Mixin private JsonOption json;

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    TrainingRequest request =
        new TrainingRequest(
            model,
            data.data(),
            data.normalization(),
            quantizer,
            Ranges.between(spec, "--bits", bits, 2, 8),
            Ranges.atLeastOne(spec, "--epochs", epochs),
            Ranges.atLeastOne(spec, "--batch-size", batchSize),
            seed,
            data.threads());
    TrainingOutcome outcome = TrainingRun.run(request, out, resume, console.progress(quiet));
    console.out().println(json.isSet() ? JsonOutput.of(outcome) : text(outcome));
    return 0;
  }

  private String text(TrainingOutcome outcome) {
    return String.format(
        Locale.ROOT,
        "top-1 %.2f %% on %,d test images (95 %% interval %.2f to %.2f), seed %d; run in %s",
        outcome.accuracy().top1Percent(),
        outcome.accuracy().testImages(),
        outcome.accuracy().lower95Percent(),
        outcome.accuracy().upper95Percent(),
        seed,
        out);
  }
}
