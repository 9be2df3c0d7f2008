package dev.twobit.cli;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of real networks beside the project; tests that want it are skipped without it. */
final class TestModels {
  private TestModels() {}

  static Path shared() {
    String given = System.getenv("TWOBIT_SHARED");
    for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
      Path shared = given != null ? Path.of(given) : p.resolve("shared");
      if (Files.isDirectory(shared.resolve("models"))) {
        return shared;
      }
    }
    assumeThat(false).as("shared folder beside the project").isTrue();
    throw new AssertionError("not reached: the assumption fails");
  }

  static String resnet20() {
    return shared().resolve("models/cifar_resnet/resnet20_cifar10_op13_conv1x1.onnx").toString();
  }
}
