package dev.twobit.cli;

import dev.twobit.io.Suggestion;
import dev.twobit.json.VersionedJson;
import dev.twobit.network.CostSummary;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.ScaledWidths;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.training.Initializer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twobit model}. */
@Command(
    name = "model",
    description = "Write a well-known network, untrained, as ONNX.",
    footerHeading = "%nExample:%n",
    footer = "  twobit model resnet20 resnet20.onnx --seed 1")
final class ModelCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description =
          "resnet8, resnet20, resnet32, resnet56, vgg16 (32x32 images); resnet18, resnet50,"
              + " resnet50-v1 (stride in the first 1x1), mobilenet-v1, mobilenet-v2, squeezenet"
              + " (1.1), inception-v1, vgg16-224 (224x224).")
  private String name;

  @Parameters(index = "1", paramLabel = "OUT.onnx", description = "File to write.")
  private Path out;

  @Option(
      names = "--input-channels",
      paramLabel = "N",
      defaultValue = "3",
      description = "Channels of the image (${DEFAULT-VALUE}).")
  private int inputChannels;

  @Option(
      names = "--input-size",
      paramLabel = "N",
      description = "Height and width of the image (32 or 224, as NAME says).")
  private Optional<Integer> inputSize = Optional.empty();

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "Classes (10 for 32x32 images, 1000 for 224x224).")
  private Optional<Integer> classes = Optional.empty();

  @Option(
      names = "--width",
      paramLabel = "F",
      defaultValue = "1",
      description =
          "Every convolution so many times as wide, rounded: 0.25 for a quarter"
              + " (${DEFAULT-VALUE}).")
  private double width;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the weights (${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private ForceOption force;
  @Mixin private JsonOption json;

  /** What {@code --json} prints. */
  record Written(String file, long macs, long params) {}

  ModelCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (!ModelZoo.Model.keys().contains(name)) {
      throw new InvalidInputException(
          "model '" + name + "' is not known; " + Suggestion.among(name, ModelZoo.Model.keys()));
    }
    force.requireFree(out);
    ModelZoo.Model model = ModelZoo.Model.of(name);
    Network nominal =
        ModelZoo.build(
            model,
            inputChannels,
            classes.orElse(model.defaultClasses()),
            inputSize.orElse(model.imageSize()),
            seed);
    Network network =
        width == 1 ? nominal : Initializer.initialize(ScaledWidths.of(nominal, width), seed);
    OnnxExporter.write(network, out);
    CostSummary costs = CostSummary.of(network);
    console
        .out()
        .println(
            json.isSet()
                ? VersionedJson.indented(new Written(out.toString(), costs.macs(), costs.params()))
                : String.format(
                    Locale.ROOT, "%s: %,d MACs, %,d PARAMs", out, costs.macs(), costs.params()));
    return 0;
  }
}
