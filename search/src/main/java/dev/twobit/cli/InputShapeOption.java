package dev.twobit.cli;

import dev.twobit.onnx.read.InputSizes;
import dev.twobit.onnx.read.ModelSource;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --input-shape} of commands that read a model. */
final class InputShapeOption {
  @Option(
      names = "--input-shape",
      paramLabel = "[NAME=]SHAPE",
      description =
          "Extents of an input in place of the file's, open or fixed, as images=1x3x224x224 or, of"
              + " the only input, 1x3x224x224; may be repeated.")
  private List<String> shapes = List.of();

  InputSizes sizes() {
    return InputSizes.parse(shapes);
  }

  ModelSource of(Path file) {
    return new ModelSource(file, sizes());
  }
}
