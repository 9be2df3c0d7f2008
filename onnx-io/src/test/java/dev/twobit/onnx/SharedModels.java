package dev.twobit.onnx;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Real networks, and data that they are held against. A dozen small ones are in the project ({@code
 * onnx-io/src/test/resources/models}). The others are too large for it and lie in a folder {@code
 * shared} beside it or above, or wherever the system property {@code twobit.shared} or the variable
 * {@code TWOBIT_SHARED} says; what needs one of those is skipped without it.
 */
public final class SharedModels {
  private SharedModels() {}

  /**
   * @param path of a file or folder below the shared one, such as {@code models/INDEX.csv}; where
   *     there is none, below that of the project
   */
  public static Optional<Path> find(String path) {
    return Stream.concat(folder().stream(), ofTheProject().stream())
        .map(folder -> folder.resolve(path))
        .filter(Files::exists)
        .findFirst();
  }

  /** The folder in the project that holds {@code models}, from whichever module it is asked. */
  static Optional<Path> ofTheProject() {
    return upwards("onnx-io/src/test/resources")
        .filter(folder -> Files.isDirectory(folder.resolve("models")))
        .findFirst();
  }

  /** The same; the test is skipped where it is absent. */
  public static Path require(String path) {
    Optional<Path> found = find(path);
    assumeThat(found).as("%s in a folder 'shared' beside the project", path).isPresent();
    return found.orElseThrow();
  }

  /**
   * @param path of a network below {@code shared/models}
   */
  public static Path model(String path) {
    return require("models/" + path);
  }

  /** ResNet-20 trained on CIFAR-10, its shortcuts 1x1 convolutions. */
  public static Path resnet20() {
    return model("cifar_resnet/resnet20_cifar10_op13_conv1x1.onnx");
  }

  /**
   * The lines of a table below its heading, for parameters of a test: where the table is absent,
   * one line that names no file, so that the test that asks for it is skipped and not failed.
   */
  public static List<String> rows(String table) throws IOException {
    Optional<Path> file = find(table);
    if (file.isEmpty()) {
      return List.of("absent" + ",0".repeat(16));
    }
    try (Stream<String> lines = Files.lines(file.get())) {
      return lines.skip(1).toList();
    }
  }

  private static Optional<Path> folder() {
    String given = System.getProperty("twobit.shared", System.getenv("TWOBIT_SHARED"));
    return (given != null ? Stream.of(Path.of(given)) : upwards("shared"))
        .filter(shared -> Files.isDirectory(shared.resolve("models")))
        .findFirst();
  }

  private static Stream<Path> upwards(String folder) {
    Path start = Path.of("").toAbsolutePath();
    return Stream.iterate(start, p -> p != null, Path::getParent).map(p -> p.resolve(folder));
  }
}
