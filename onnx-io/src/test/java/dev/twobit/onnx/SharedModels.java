package dev.twobit.onnx;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of real networks beside the project, where it is present. */
final class SharedModels {
  private SharedModels() {}

  static Optional<Path> find() {
    String given = System.getenv("TWOBIT_SHARED");
    Path start = Path.of("").toAbsolutePath();
    for (Path p = start; p != null; p = p.getParent()) {
      Path shared = given != null ? Path.of(given) : p.resolve("shared");
      if (Files.isDirectory(shared.resolve("models"))) {
        return Optional.of(shared.resolve("models"));
      }
    }
    return Optional.empty();
  }

  /** The folder; the test is skipped where it is absent. */
  static Path require() {
    Optional<Path> models = find();
    assumeThat(models).as("shared models beside the project").isPresent();
    return models.orElseThrow();
  }
}
