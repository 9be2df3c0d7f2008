package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.onnx.HostileCorpus;
import dev.twobit.onnx.HostileCorpus.Verdict;
import dev.twobit.onnx.SharedModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models that are wrong, through the commands: one line and exit code 2, or a result. */
@Tag("slow")
class HostileModelsTest {
  @TempDir private Path folder;

  static List<HostileCorpus.Model> models() {
    return HostileCorpus.all();
  }

  @ParameterizedTest
  @MethodSource("models")
  void isRunOrRefusedInOneLine(HostileCorpus.Model model) throws IOException {
    Path file = Files.write(folder.resolve(model.file()), model.bytes().get());
    Map<String, Long> before = files(folder);
    boolean runs = model.verdict() == Verdict.ACCEPTED;

    CliRun inspect = CliRun.of("inspect", file.toString());
    CliRun simulate = CliRun.of("simulate", file.toString(), "--hardware", "nvdla-small-w2a2");
    if (!runs) {
      assertOneLine(inspect, model.file());
      assertOneLine(simulate, model.file());
    }
    assertThat(inspect.exitCode()).as(inspect.err()).isEqualTo(runs ? 0 : 2);
    assertThat(inspect.out().isEmpty()).isEqualTo(model.verdict() == Verdict.REFUSED);
    if (simulate.exitCode() != 0) {
      assertOneLine(simulate, model.file());
    }
    assertThat(files(folder)).isEqualTo(before);
    if (runs) {
      isExportedOrRefusedInOneLine(file, before);
    }
  }

  /** Only what is quantized is written, and then is read again. */
  private void isExportedOrRefusedInOneLine(Path file, Map<String, Long> before)
      throws IOException {
    CliRun export = export(file);
    if (export.exitCode() == 0) {
      assertThat(CliRun.of("inspect", folder.resolve("written.onnx").toString()).exitCode())
          .isZero();
      return;
    }
    assertOneLine(export, file.getFileName().toString());
    assertThat(files(folder)).isEqualTo(before);
  }

  private CliRun export(Path file) {
    String out = folder.resolve("written.onnx").toString();
    return CliRun.of("export", file.toString(), "--format", "qcdq", "--out", out);
  }

  @ParameterizedTest
  @MethodSource("shared")
  void isJudgedAsTheIndexSays(String row) throws IOException {
    Path hostile = SharedModels.model("hostile");
    String name = row.substring(0, row.indexOf(','));
    Map<String, Long> before = files(hostile);

    CliRun run = CliRun.of("inspect", hostile.resolve(name).toString());

    // read since the index was written: transposed convolutions, lines, QONNX, shapes alone
    boolean since = name.matches("g(05|06|12|13).*");
    if (row.contains(",accept,") || since) {
      assertThat(run.exitCode()).as(run.err()).isZero();
    } else if (row.contains(",reject,") || row.contains(",reject-unsupported,")) {
      assertThat(run.exitCode()).isEqualTo(2);
    }
    if (run.exitCode() != 0) {
      assertOneLine(run, name);
    }
    assertThat(files(hostile)).isEqualTo(before);
  }

  @Test
  void aPipeIsRefusedUnread() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe.onnx");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertOneLine(CliRun.of("inspect", pipe.toString()), "pipe.onnx");
  }

  static List<String> shared() throws IOException {
    return SharedModels.rows("models/hostile/INDEX.csv");
  }

  private static void assertOneLine(CliRun run, String file) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).startsWith("twobit: ").contains(file).doesNotContain("Exception");
    assertThat(run.err().strip()).doesNotContainPattern("\\p{Cntrl}").hasSizeLessThan(700);
  }

  /** Sizes by name. */
  private static Map<String, Long> files(Path folder) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.toList()) {
        sizes.put(file.toString(), Files.getLastModifiedTime(file).toMillis());
      }
    }
    return sizes;
  }
}
