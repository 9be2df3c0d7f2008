package dev.twobit.onnx.read;

import dev.twobit.network.Network;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A model as a user names it.
 *
 * @param sizes of its inputs; {@link InputSizes#NONE} for the file's own
 */
public record ModelSource(Path file, InputSizes sizes) {
  private static final String OPTION = " --input-shape ";

  /** The file as it is. */
  public static ModelSource of(Path file) {
    return new ModelSource(file, InputSizes.NONE);
  }

  /** As {@link OnnxImporter#read(Path, InputSizes)}. */
  public Network read() {
    return OnnxImporter.read(file, sizes);
  }

  /** As {@link QcdqImporter#read(Path, InputSizes)}. */
  public QcdqFile readQuantized() {
    return QcdqImporter.read(file, sizes);
  }

  /** The file and the options that go with it, as on the command line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file.toString());
    sizes
        .shapes()
        .forEach(
            (name, extents) ->
                text.append(OPTION)
                    .append(name.isEmpty() ? "" : name + "=")
                    .append(InputSizes.text(extents)));
    return text.toString();
  }

  /** The inverse of {@link #toString} for sizes without a batch. */
  public static ModelSource parse(String text) {
    int options = text.indexOf(OPTION);
    return options < 0 || Files.exists(Path.of(text))
        ? of(Path.of(text))
        : new ModelSource(
            Path.of(text.substring(0, options)),
            InputSizes.parse(List.of(text.substring(options + OPTION.length()).split(OPTION, -1))));
  }
}
