package dev.twobit.cli;

import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.read.InputSizes;
import dev.twobit.onnx.read.ModelSource;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --batch} and {@code --input-shape} of commands whose figures are of one inference. */
final class BatchOption {
  private static final int MOST_IMAGES = 1 << 16;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "Images of an inference (the file's batch, 1 where it is open). Fully connected layers"
              + " take them at once, all others one after the other.")
  private Optional<Integer> batch = Optional.empty();

  @Mixin private InputShapeOption shapes;

  ModelSource of(Path file) {
    InputSizes sizes = shapes.sizes();
    return new ModelSource(file, batch.map(n -> sizes.withBatch(known(n))).orElse(sizes));
  }

  private static int known(int images) {
    if (images < 1 || images > MOST_IMAGES) {
      throw new InvalidInputException(
          "batch: found " + images + ", expected 1 to " + MOST_IMAGES + " images");
    }
    return images;
  }
}
