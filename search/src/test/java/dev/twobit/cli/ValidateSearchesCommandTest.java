package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.search.NetworkSketch;
import dev.twobit.training.Initializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows, counts and exit codes. */
@Tag("slow")
class ValidateSearchesCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("inner"));
    OnnxExporter.write(
        Initializer.initialize(NetworkSketch.plain(), 1), folder.resolve("inner/plain.onnx"));
    Files.writeString(folder.resolve("text.onnx"), "none");
  }

  private CliRun run(Path networks, String budget) {
    return CliRun.of(
        "validate",
        "searches",
        networks.toString(),
        "--methods",
        "tas,original",
        "--budget",
        budget);
  }

  @Test
  void networksOfAFolderAreSearchedAndWhatIsNoneIsRefused() {
    CliRun run = run(folder, "flops=<=1.0x");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("2 networks, 3 searches: 2 ok, 1 refused, 0 failed")
        .contains("text.onnx");
  }

  @Test
  void theIndexOfAFolderSaysWhichOfThem() throws IOException {
    Files.writeString(folder.resolve("INDEX.csv"), "path,more\ninner/plain.onnx,1\n");
    CliRun run = run(folder, "flops=<=1.0x");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("1 networks, 2 searches: 2 ok, 0 refused, 0 failed");
  }

  @Test
  void whereNothingRunsNothingIsValidated() {
    assertThat(run(folder.resolve("text.onnx"), "flops=<=1.0x").exitCode()).isEqualTo(1);
  }

  @Test
  void badInputIsOneLine() {
    CliRun missing = run(folder.resolve("nowhere"), "flops=<=1.0x");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("nowhere: not found; expected an ONNX file or a folder");
    CliRun kind = run(folder, "clocks=1.0x");
    assertThat(kind.exitCode()).isEqualTo(2);
    assertThat(kind.err()).contains("--budget: found 'clocks'");
    CliRun method = CliRun.of("validate", "searches", folder.toString(), "--methods", "tass");
    assertThat(method.exitCode()).isEqualTo(2);
    assertThat(method.errLines())
        .singleElement()
        .asString()
        .contains("--methods: found 'tass', did you mean 'tas'?");
  }
}
