package dev.twobit.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.CostSummary;
import dev.twobit.onnx.read.OnnxImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The networks in the project itself: whole, counted, and each with its origin and licence. */
class ProjectModelsTest {
  private static final Path MODELS =
      SharedModels.ofTheProject().orElseThrow().resolve("models").normalize();

  /** Those of the index and no others, and each can be read. */
  @Test
  void areThoseOfTheirIndex() throws IOException {
    assertThat(indexed()).hasSizeGreaterThan(10).containsExactlyInAnyOrderElementsOf(files());
    assertThat(files()).anyMatch(file -> file.contains("resnet20"));
    for (String file : files()) {
      assertThat(CostSummary.of(OnnxImporter.read(MODELS.resolve(file))).macs())
          .as(file)
          .isPositive();
    }
  }

  @Test
  void haveTheirOriginAndLicenceBesideThem() throws IOException {
    List<String> page = Files.readAllLines(MODELS.resolve("README.md"));
    for (String file : files()) {
      assertThat(page)
          .as(file)
          .anyMatch(l -> l.contains("`" + file + "`") && l.matches(".*(Apache-2.0|BSD|MIT).*"));
    }
  }

  /** A clone must not grow by its tests' networks. */
  @Test
  void staySmall() throws IOException {
    long bytes = 0;
    for (String file : files()) {
      bytes += Files.size(MODELS.resolve(file));
    }
    assertThat(bytes).isLessThan(2_000_000);
  }

  @Test
  void aFileOfNeitherFolderIsNotFound() {
    assertThat(SharedModels.find("models/no-such-network.onnx")).isEmpty();
    assertThat(SharedModels.find("models/other/mnist8_cntk_conv.onnx")).isPresent();
  }

  private static List<String> indexed() throws IOException {
    try (Stream<String> lines = Files.lines(MODELS.resolve("INDEX.csv"))) {
      return lines.skip(1).map(line -> line.substring(0, line.indexOf(','))).toList();
    }
  }

  private static List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(MODELS)) {
      return all.filter(p -> p.toString().endsWith(".onnx"))
          .map(p -> MODELS.relativize(p).toString())
          .sorted()
          .toList();
    }
  }
}
