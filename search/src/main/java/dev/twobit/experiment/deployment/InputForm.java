package dev.twobit.experiment.deployment;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.training.data.Normalization;
import java.util.HashMap;
import java.util.Map;

/** What an exported file takes. */
public enum InputForm {
  /** What the file it is made of takes. */
  SAME,
  /** Values of 0 to 255: the normalization is in the file. */
  PIXELS,
  /** Values that whoever runs it has normalized. */
  NORMALIZED;

  /**
   * The same network in this form.
   *
   * @throws InvalidInputException in a line where a normalization is to be put in front of it that
   *     its file does not state
   */
  QcdqFile of(QcdqFile file, String name) {
    return switch (this) {
      case SAME -> file;
      case PIXELS -> StatedInput.isPixels(file.metadata()) ? file : pixels(file, name);
      case NORMALIZED ->
          StatedInput.isPixels(file.metadata())
              ? with(file, PixelInput.without(file.network()), StatedInput.NORMALIZED)
              : file;
    };
  }

  private static QcdqFile pixels(QcdqFile file, String name) {
    Network network = file.network();
    int channels = network.shape(network.inputs().get(0)).channels();
    Normalization normalization =
        StatedInput.trained(file.metadata(), channels)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        name
                            + ": --input pixels: found no "
                            + StatedInput.NORMALIZATION
                            + " in the file's metadata, expected the normalization of its"
                            + " training"));
    return with(
        file, PixelInput.of(network, file.quantization(), normalization), StatedInput.PIXELS);
  }

  private static QcdqFile with(QcdqFile file, Network network, String input) {
    Map<String, String> metadata = new HashMap<>(file.metadata());
    metadata.put(StatedInput.KEY, input);
    return new QcdqFile(
        network, file.quantization(), Map.of(), new byte[0], file.format(), metadata);
  }
}
