package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be used is one line on standard error, exit code 2, and nothing is written. */
class BadInputTest {
  @TempDir private Path folder;

  private enum BadModel {
    MISSING("no such file"),
    DIRECTORY("is a directory"),
    EMPTY("is empty"),
    LFS_POINTER("Git LFS pointer"),
    ZIP("zip archive"),
    TRUNCATED("not a complete ONNX model");

    private final String says;

    BadModel(String says) {
      this.says = says;
    }

    Path in(Path folder) throws IOException {
      Path file = folder.resolve(name() + ".onnx");
      switch (this) {
        case MISSING -> {}
        case DIRECTORY -> Files.createDirectory(file);
        case EMPTY -> Files.createFile(file);
        case LFS_POINTER ->
            Files.writeString(
                file, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n");
        case ZIP -> Files.write(file, new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0});
        // ir_version 8, then a graph of 100 bytes of which none are there
        case TRUNCATED -> Files.write(file, new byte[] {8, 8, 0x3A, 100});
      }
      return file;
    }
  }

  /** Commands that read a model, with what else they need; OUT is a folder inside the test's. */
  private static final List<List<String>> READERS =
      List.of(
          List.of("inspect", "MODEL"),
          List.of("inspect", "MODEL", "--json"),
          List.of("simulate", "MODEL", "--hardware", "toy-8x8-w2a2", "--out", "OUT"),
          List.of("train", "MODEL", "--data", "embedded", "--epochs", "1", "--out", "OUT"),
          List.of(
              "search",
              "MODEL",
              "--hardware",
              "toy-8x8-w2a2",
              "--data",
              "embedded",
              "--out",
              "OUT"));

  static Stream<Arguments> badModels() {
    return READERS.stream()
        .flatMap(reader -> Stream.of(BadModel.values()).map(model -> Arguments.of(reader, model)));
  }

  @ParameterizedTest
  @MethodSource("badModels")
  void aModelThatCannotBeRead(List<String> command, BadModel bad) throws IOException {
    Path model = bad.in(folder);

    CliRun run = inFolder(command, model);

    assertRefused(run);
    assertThat(run.errLines().get(0)).contains(model.toString()).contains(bad.says);
  }

  @Test
  void anUnsupportedOperatorIsNamedWithItsNodeAndShare() throws IOException {
    Path model = folder.resolve("einsum.onnx");
    Files.write(model, OnnxBytes.withUnsupportedOperator());

    CliRun simulate =
        inFolder(List.of("simulate", "MODEL", "--hardware", "toy-8x8-w2a2", "--out", "OUT"), model);
    CliRun inspect = inFolder(List.of("inspect", "MODEL"), model);

    assertRefused(simulate);
    assertThat(simulate.errLines().get(0))
        .contains("odd_node")
        .contains("Frobnicate")
        .contains("%");
    assertThat(inspect.exitCode()).isEqualTo(2);
    assertThat(inspect.errLines()).hasSize(1);
    assertThat(inspect.errLines().get(0)).contains("odd_node").contains("not supported");
    assertThat(inspect.out()).contains("Frobnicate").contains("2 layers, 0 MACs");
  }

  @Test
  void aHostRunsItIfAllowedAndShowsWhatItCosts() throws IOException {
    Path model = folder.resolve("host.onnx");
    Files.write(model, OnnxBytes.withUnsupportedOperatorBehindConvolution());
    List<String> simulate =
        List.of("simulate", "MODEL", "--hardware", "toy-8x8-w2a2", "--out", "OUT");

    assertRefused(inFolder(simulate, model));
    CliRun alone = inFolder(with(simulate, "--host", "h.yaml"), model);
    CliRun tick = inFolder(with(simulate, "--allow-host-ops", "--engine", "tick"), model);
    CliRun allowed = inFolder(with(simulate, "--allow-host-ops"), model);

    assertThat(allowed.exitCode()).as(allowed.err()).isZero();
    assertThat(allowed.out())
        .contains("odd_node")
        .contains("Frobnicate")
        .contains("one after the other");
    assertThat(Files.readString(out().resolve("report.html"))).contains("On the host");
    assertThat(alone.exitCode()).isEqualTo(2);
    assertThat(alone.errLines())
        .containsExactly("twobit: --host: expected --allow-host-ops with it");
    assertThat(tick.exitCode()).isEqualTo(2);
  }

  private static List<String> with(List<String> command, String... more) {
    return Stream.concat(command.stream(), Stream.of(more)).toList();
  }

  @Test
  void anUnknownHardwareNameIsSuggested() {
    CliRun run =
        inFolder(
            List.of("simulate", "MODEL", "--hardware", "nvdla-smal-w2a2", "--out", "OUT"),
            folder.resolve("any.onnx"));

    assertRefused(run);
    assertThat(run.errLines().get(0))
        .contains("'nvdla-smal-w2a2'")
        .contains("did you mean 'nvdla-small-w2a2'");
  }

  @Test
  void aHardwareFileNamesLineKeyFoundAndExpected() throws IOException {
    Path yaml = folder.resolve("mine.yaml");
    String good = CliRun.of("hardware", "show", "toy-8x8-w2a2").out();
    Files.writeString(yaml, good.replace("banks:", "bonks:"));

    CliRun run = CliRun.of("hardware", "validate", yaml.toString());

    assertRefused(run);
    long line = good.lines().takeWhile(l -> !l.contains("banks:")).count() + 1;
    assertThat(run.errLines().get(0))
        .contains(yaml + ":")
        .contains("'bonks'")
        .contains("did you mean 'banks'");
    assertThat(run.errLines().get(0)).containsPattern(":" + line + ":|:" + (line - 1) + ":");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a-file", "a-file/below"})
  void anOutputFolderThatIsAFileIsRefused(String out) throws IOException {
    Path file = Files.writeString(folder.resolve("a-file"), "kept");

    CliRun run =
        CliRun.of(
            "simulate",
            folder.resolve("any.onnx").toString(),
            "--hardware",
            "toy-8x8-w2a2",
            "--out",
            folder.resolve(out).toString());

    assertRefused(run);
    assertThat(run.errLines().get(0)).contains("a-file is a file; expected a folder");
    assertThat(file).hasContent("kept");
  }

  @Test
  void rowsWithoutTheirColumnsAreRefused() throws IOException {
    Path rows = folder.resolve("rows.csv");
    Files.writeString(rows, "config,W\nnv_small,8\n");

    CliRun run = CliRun.of("validate", "nvdla-rtl", rows.toString());

    assertRefused(run);
    assertThat(run.errLines().get(0)).contains(rows + ":1").contains("missing");
  }

  @Test
  void aFolderWithoutResultsHasNoReport() {
    CliRun run = CliRun.of("report", folder.toString());

    assertRefused(run);
    assertThat(run.errLines().get(0)).contains(folder + ": found no run.yaml");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void widthsOutsideTheChoiceAreUsageErrors() {
    CliRun run = CliRun.of("simulate", "x.onnx", "--hardware", "toy-8x8-w2a2", "--bits", "9");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines().get(0)).contains("--bits: found '9', expected 1 to 8");
  }

  @Test
  void controlCharactersInAPathDoNotReachTheTerminal() {
    CliRun run = CliRun.of("inspect", "a\u001b[2J\nb.onnx");

    assertRefused(run);
    assertThat(run.err().getBytes(StandardCharsets.UTF_8)).doesNotContain((byte) 0x1b);
  }

  @Test
  void theStackTraceIsShownOnlyOnRequest() {
    CliRun plain = CliRun.of("inspect", "missing.onnx");
    CliRun verbose = CliRun.of("inspect", "missing.onnx", "--verbose");

    assertRefused(plain);
    assertThat(verbose.exitCode()).isEqualTo(2);
    assertThat(verbose.err()).contains("\tat dev.twobit.").contains("missing.onnx");
  }

  private CliRun inFolder(List<String> command, Path model) {
    return CliRun.of(
        command.stream()
            .map(a -> a.equals("MODEL") ? model.toString() : a)
            .map(a -> a.equals("OUT") ? out().toString() : a)
            .toArray(String[]::new));
  }

  private Path out() {
    return folder.resolve("out");
  }

  private void assertRefused(CliRun run) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.errLines().get(0)).matches("(twobit: |\\{\"schemaVersion\":1,).*");
    assertThat(run.out()).isEmpty();
    assertThat(out()).doesNotExist();
  }
}
