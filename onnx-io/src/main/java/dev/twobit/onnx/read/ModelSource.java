package dev.twobit.onnx.read;

import dev.twobit.network.Network;
import dev.twobit.onnx.NetworkQuantization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model as a user names it.
 *
 * @param sizes of its inputs; {@link InputSizes#NONE} for the file's own
 * @param orZoo whether a name of the {@link dev.twobit.network.ModelZoo} will do where there is no
 *     such file: a network without weights
 */
public record ModelSource(Path file, InputSizes sizes, boolean orZoo) {
  private static final String OPTION = " --input-shape ";

  /** A file. */
  public ModelSource(Path file, InputSizes sizes) {
    this(file, sizes, false);
  }

  /** The same, or a network of the zoo by its name. */
  public ModelSource orOfZoo() {
    return new ModelSource(file, sizes, true);
  }

  /** The file as it is. */
  public static ModelSource of(Path file) {
    return new ModelSource(file, InputSizes.NONE);
  }

  /** As {@link OnnxImporter#read(Path, InputSizes)}. */
  public Network read() {
    return zoo().orElseGet(() -> OnnxImporter.read(file, sizes));
  }

  /** As {@link QcdqImporter#read(Path, InputSizes)}. */
  public QcdqFile readQuantized() {
    return zoo()
        .map(
            network ->
                new QcdqFile(
                    network, new NetworkQuantization(Map.of(), Map.of()), Map.of(), new byte[0]))
        .orElseGet(() -> QcdqImporter.read(file, sizes));
  }

  private Optional<Network> zoo() {
    return orZoo ? ZooSource.find(file, sizes) : Optional.empty();
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
