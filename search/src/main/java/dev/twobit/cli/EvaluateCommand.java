package dev.twobit.cli;

import dev.twobit.experiment.deployment.EvaluationRun;
import dev.twobit.json.VersionedJson;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twobit evaluate}. */
@Command(
    name = "evaluate",
    description = {
      "Measure top-1 of a network as it is, in float or quantized.",
      "By libtorch and by ONNX Runtime, image by image."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit evaluate resnet20.onnx --data cifar10:cifar10 --normalization imagenet")
final class EvaluateCommand implements Runnable {
  private final Console console;

  @Parameters(paramLabel = "MODEL.onnx", description = "ONNX file.")
  private Path model;

  @Mixin private DataOptions data;
  @Mixin private InputShapeOption shapes;
  @Mixin private JsonOption json;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    EvaluationRun.Outcome outcome =
        EvaluationRun.run(shapes.of(model), data.data(), data.normalization(), data.threads());
    console.out().println(json.isSet() ? VersionedJson.indented(outcome) : text(outcome));
  }

  private static String text(EvaluationRun.Outcome outcome) {
    return Text.printable(
        String.format(
            Locale.ROOT,
            "%s: top-1 %.2f %% by libtorch, %.2f %% by ONNX Runtime, on %,d test images"
                + " (95 %% interval %.2f to %.2f); %s%s",
            outcome.network(),
            outcome.libtorch().top1Percent(),
            outcome.onnxRuntime().top1Percent(),
            outcome.images(),
            outcome.libtorch().lower95Percent(),
            outcome.libtorch().upper95Percent(),
            Text.counted(outcome.differingImages(), "image differs", "images differ"),
            outcome.widths().isEmpty() ? "" : "; " + outcome.widths()));
  }
}
