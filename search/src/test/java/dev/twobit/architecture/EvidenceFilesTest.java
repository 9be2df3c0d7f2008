package dev.twobit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Weights that figures were made from are those that their page names. */
class EvidenceFilesTest {
  private static final Path FOLDER = Path.of("evidence");
  private static final Pattern ROW =
      Pattern.compile("\\| `([^`]+\\.onnx)`[^|]*\\| `([0-9a-f]{64})`");

  @Test
  void everyFileHasTheHashOfItsRow() throws IOException {
    Map<String, String> rows =
        ROW.matcher(Files.readString(FOLDER.resolve("README.md")))
            .results()
            .collect(Collectors.toMap(m -> m.group(1), m -> m.group(2)));
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(FOLDER)) {
      for (Path file : all.filter(f -> f.toString().endsWith(".onnx")).toList()) {
        files.put(file.getFileName().toString(), sha256(file));
      }
    }

    assertThat(files).isNotEmpty().isEqualTo(rows);
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
