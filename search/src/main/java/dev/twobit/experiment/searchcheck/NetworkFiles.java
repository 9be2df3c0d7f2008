package dev.twobit.experiment.searchcheck;

import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.read.InputSizes;
import dev.twobit.onnx.read.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Networks by files and folders. */
public final class NetworkFiles {
  private static final String ENDING = ".onnx";
  private static final String INDEX = "INDEX.csv";

  private NetworkFiles() {}

  /**
   * Files as they are; of a folder those that its {@code INDEX.csv} lists in the first column, or
   * if it has none all that end in {@code .onnx}, in folders within it too, in order. Throws a
   * one-line error for what does not exist.
   */
  public static List<Path> of(List<Path> given) throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path path : given) {
      if (!Files.exists(path)) {
        throw new InvalidInputException(path + ": not found; expected an ONNX file or a folder");
      }
      if (!Files.isDirectory(path)) {
        all.add(path);
      } else if (Files.exists(path.resolve(INDEX))) {
        Files.readAllLines(path.resolve(INDEX)).stream()
            .map(line -> line.split(",", 2)[0])
            .filter(name -> name.endsWith(ENDING))
            .forEach(name -> all.add(path.resolve(name)));
      } else {
        try (Stream<Path> files = Files.walk(path)) {
          files.filter(f -> f.toString().endsWith(ENDING)).sorted().forEach(all::add);
        }
      }
    }
    return all;
  }

  /**
   * A network in the form that is searched and trained. Throws a one-line error for a file that is
   * none.
   *
   * @param pixels height and width of its images where they are larger and it can be of other
   *     sizes, at least 1
   */
  static Network read(Path file, int pixels) {
    PreparedNetwork own = PreparedNetwork.read(ModelSource.of(file)).requireQuantized();
    TensorShape in = own.network().shape(own.network().inputs().get(0));
    if (in.rank() != 4 || Math.max(in.height(), in.width()) <= pixels) {
      return own.network();
    }
    String smaller = String.format(Locale.ROOT, "1x%dx%dx%d", in.channels(), pixels, pixels);
    try {
      InputSizes sizes = InputSizes.parse(List.of(smaller));
      return PreparedNetwork.read(new ModelSource(file, sizes)).network();
    } catch (InvalidInputException e) {
      return own.network();
    }
  }
}
