package dev.twobit.cli;

import dev.twobit.experiment.deployment.CheckProgress;
import dev.twobit.experiment.deployment.IntegerPath;
import dev.twobit.experiment.deployment.IntegerPathRun;
import dev.twobit.json.VersionedJson;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code twobit validate deployed}. */
@Command(
    name = "deployed",
    description = {
      "Run a quantized file in integers and in float, and compare.",
      "A QCDQ file in plain Java integers and in float, by libtorch and by ONNX "
          + "Runtime: top-1, and every code that differs with the reason. With --hardware, "
          + "the same integers run through the clocked engine, layer by layer."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit validate deployed run/adapted.onnx --data cifar10:cifar10")
final class ValidateDeployedCommand implements Callable<Integer> {
  private final Console console;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL.onnx", description = "ONNX file that twobit exported.")
  private Path model;

  @Mixin private InputShapeOption shapes;

  @Mixin private DataOptions data;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Test images, from the first (${DEFAULT-VALUE}).",
      defaultValue = "200")
  private int images = 200;

  @Option(
      names = "--hardware",
      paramLabel = "NAME",
      description = "Accelerator of the clocked engine: a name or a file. Default: not run.")
  private Optional<String> hardware = Optional.empty();

  @Option(
      names = "--tick-images",
      paramLabel = "N",
      description = "With --hardware: images through the clocked engine (${DEFAULT-VALUE}).",
      defaultValue = "1")
  private int tickImages = 1;

  @Mixin private JsonOption json;

  ValidateDeployedCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    int wanted = Ranges.atLeastOne(spec, "--images", images);
    int ticks = Ranges.atLeastOne(spec, "--tick-images", tickImages);
    IntegerPath result =
        IntegerPathRun.ofFile(
            shapes.of(model),
            data.data(),
            data.normalization(),
            new IntegerPathRun.Extent(wanted, wanted, wanted, hardware, ticks, data.threads()),
            CheckProgress.on(console.progress(json.isSet())));
    console
        .out()
        .println(json.isSet() ? VersionedJson.indented(result) : IntegerPathText.of(result));
    return result.passed() ? 0 : 1;
  }
}
