package dev.twobit.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.InvalidInputsException;
import dev.twobit.settings.SchemaKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnHardwareFilesTest {
  @TempDir private Path folder;

  static List<String> names() {
    return HardwareCatalog.names();
  }

  private Path file(String name, String... lines) {
    try {
      return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFileThatExtendsAnotherIsTheOtherWithWhatItSays() {
    HardwareConfig base = HardwareCatalog.load("nvdla-small-w2a2");
    Path own =
        file(
            "wide.yaml",
            "extends: nvdla-small-w2a2",
            "name: wide",
            "array: {atomicChannels: {value: 32, source: mine}}",
            "sources: {mine: a guess}");
    HardwareConfig wide = HardwareLoader.read(own);

    HardwareConfig written =
        EditedHardware.of("nvdla-small-w2a2", "array.atomicChannels", 32, "name", "wide");
    assertThat(wide.array()).isEqualTo(written.array()).isNotEqualTo(base.array());
    assertThat(List.of(wide.precision(), wide.buffer(), wide.memory(), wide.silicon()))
        .isEqualTo(List.of(base.precision(), base.buffer(), base.memory(), base.silicon()));
    assertThat(wide.sources()).containsAll(base.sources()).contains("mine: a guess");
    assertThat(wide.label().description())
        .isEqualTo("nvdla-small-w2a2, but for array.atomicChannels");
  }

  /** From the folder of the file, and through several. */
  @Test
  void filesExtendFiles() {
    file(
        "a.yaml",
        "extends: nvdla-small-w2a2",
        "name: a",
        "buffer: {banks: {value: 16, source: choice}}");
    Path b = file("b.yaml", "extends: a.yaml", "name: b", "description: the last");
    HardwareConfig hardware = HardwareLoader.read(b);

    assertThat(hardware.buffer().banks()).isEqualTo(16);
    assertThat(hardware.label()).isEqualTo(new HardwareConfig.Label("b", "the last"));
  }

  /** The one of a file itself counts, then that of the one it extends. */
  @Test
  void keysInEffectAreToldWithWhatTheyComeFrom() {
    Path a =
        file(
            "a.yaml",
            "extends: nvdla-small-w2a2",
            "name: a",
            "buffer: {banks: {value: 16, source: choice}}");
    Path b =
        file("b.yaml", "extends: a.yaml", "name: b", "clockMegahertz: {value: 5, source: spec}");

    Map<String, String> origins = HardwareCatalog.origins(b.toString());

    assertThat(origins)
        .containsEntry("clockMegahertz", b.toString())
        .containsEntry("buffer.banks", a.toString())
        .containsEntry("buffer.bankBytes", "nvdla-small-w2a2")
        .doesNotContainKeys("extends", "name");
    assertThat(HardwareCatalog.origins("nvdla-small-w2a2")).isEmpty();
    assertThat(origins.keySet()).containsAll(HardwareCatalog.origins(a.toString()).keySet());
  }

  /** A folder within itself, and a link to nowhere but itself. */
  @Test
  void loopsOfLinksAreAShortLine() throws IOException {
    Path own = file("own.yaml", "extends: sub/own.yaml", "name: x");
    Files.createSymbolicLink(own.resolveSibling("sub"), Path.of("."));
    Path round = file("round.yaml", "extends: loop.yaml", "name: x");
    Files.createSymbolicLink(own.resolveSibling("loop.yaml"), Path.of("loop.yaml"));

    for (Path wrong : List.of(own, round)) {
      assertThatThrownBy(() -> HardwareLoader.read(wrong))
          .isInstanceOf(InvalidInputException.class)
          .message()
          .startsWith(wrong + ":1: 'extends'")
          .doesNotContain("\n")
          .hasSizeLessThan(3 * wrong.toString().length() + 150);
    }
  }

  /** Keys of the array that was there would be unknown to the other style. */
  @Test
  void anArrayOfAnotherStyleReplacesAllOfIt() {
    Path own =
        file(
            "systolic.yaml",
            "extends: nvdla-small-w2a2",
            "name: systolic",
            "array:",
            "  style: systolic",
            "  rows: {value: 16, source: choice}",
            "  columns: {value: 16, source: choice}",
            "  dataflow: weight_stationary",
            "  foldOverlap: none");

    assertThat(HardwareLoader.read(own).array().macUnits()).isEqualTo(256);
    assertThat(HardwareLoader.read(own).array()).isInstanceOf(ArrayConfig.Systolic.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "extends: nvdla-small-w2a3, name: x | own.yaml:1: 'extends': found \"nvdla-small-w2a3\","
            + " expected one of | did you mean",
        "extends: own.yaml, name: x | own.yaml:1: 'extends' | a file that does not extend this one",
        "extends: nowhere.yaml, name: x | own.yaml:1: 'extends' | nowhere.yaml: no such file",
        "extends: nvdla-small-w2a2 | own.yaml:1: key 'name' is missing | expected it",
        "extends: nvdla-small-w2a2, name: x, bufer: {} | unknown key 'bufer' | 'buffer'",
        "extends: nvdla-small-w2a2, name: x, array: {atomicKernels: {value: 64, source: choice}} |"
            + " found 32, expected at least 128 | accumulatorCredits",
        "extends: nvdla-small-w2a2, name: x, clockMegahertz: 5 | found 5, expected {value | source",
        "extends: nvdla-small-w2a2, name: x, buffer: 5 | 'buffer': found 5 | expected"
      })
  void whatIsWrongWithSuchAFileIsOneLine(String text, String expected, String more) {
    Path own = file("own.yaml", "{" + text + "}");
    assertThatThrownBy(() -> HardwareLoader.read(own))
        .isInstanceOf(InvalidInputException.class)
        .message()
        .contains(expected, more)
        .doesNotContain("\n", "more error");
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    String text =
        HardwareCatalog.text("nvdla-small-w2a2")
            .replace("atomicChannels:", "atomicChanels:")
            .replace("banks: {value: 32", "banks: {value: 1")
            .replace("bankBytes: {value: 4096, source: spec}", "bankBytes: many")
            .replace("composition: temporal", "composition: temporel")
            .replace("source: horowitz", "source: horrowitz")
            .replace("  tailCycles", "  #tailCycles");
    InvalidInputsException wrong =
        catchThrowableOfType(
            InvalidInputsException.class, () -> HardwareLoader.parse("mine.yaml", text));

    assertThat(wrong.lines())
        .hasSize(6)
        .allMatch(line -> line.startsWith("mine.yaml:") && !line.contains("\n"))
        .anyMatch(line -> line.contains("did you mean 'atomicChannels'?"))
        .anyMatch(line -> line.contains("'buffer.banks.value': found 1"))
        .anyMatch(line -> line.contains("'buffer.bankBytes': found \"many\""))
        .anyMatch(line -> line.contains("did you mean 'temporal'?"))
        .anyMatch(line -> line.contains("did you mean 'horowitz'?"))
        .anyMatch(line -> line.contains("key 'tailCycles' is missing"));
    assertThat(wrong)
        .hasMessageStartingWith(wrong.lines().get(0))
        .hasMessageEndingWith("(and 5 more errors)");
  }

  @Test
  void rulesThatGoBeyondTheSchemaAreToldTogetherToo() {
    String text =
        HardwareCatalog.text("edge-tpu-w8a8")
            .replace(
                "  cyclesPerBeat:",
                "  overlap: spreadsheet\n  weightCompression: zero_mask\n  cyclesPerBeat:");

    assertThat(
            catchThrowableOfType(
                    InvalidInputsException.class, () -> HardwareLoader.parse("mine.yaml", text))
                .lines())
        .hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNewFileIsTheOtherAcceleratorWithEveryKeyExplained(String name) throws IOException {
    Path file = folder.resolve("my-own.yaml");
    String text = NewHardware.text(file, name);
    Files.writeString(file, text);
    HardwareConfig from = HardwareCatalog.load(name);

    assertThat(HardwareLoader.read(file))
        .isEqualTo(from.with(new HardwareConfig.Label("my-own", from.label().description())));
    List<String> lines = text.lines().toList();
    for (SchemaKey key : HardwareLoader.keys()) {
      String last = key.key().substring(key.key().lastIndexOf('.') + 1);
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).strip().startsWith(last + ":")) {
          assertThat(lines.get(i - 1).strip()).as(last).startsWith("# ");
        }
      }
    }
    assertThat(text)
        .contains(
            "# capacity of one bank; bytes; a whole number from 1 to 1073741824\n  bankBytes:");
  }

  /** A path that a file extends is as seen from that file, and so is the new one's. */
  @ParameterizedTest
  @ValueSource(strings = {"extends: %s", "extends: \"%s\"  # near", "extends: '%s'"})
  void aNewFileExtendsWhatTheOtherDoesFromItsOwnFolder(String written) throws IOException {
    Files.createDirectories(folder.resolve("a folder/within"));
    file("a folder/base.yaml", "extends: nvdla-small-w2a2", "name: base", "description: it");
    Path other =
        file(
            "a folder/within/other.yaml",
            String.format(written, "../base.yaml"),
            "name: other",
            "buffer: {banks: {value: 16, source: choice}}");
    HardwareConfig expected = HardwareLoader.read(other);

    for (String place : List.of("new.yaml", "a folder/new.yaml", "a folder/within/new.yaml")) {
      Path file = folder.resolve(place);
      Files.writeString(file, NewHardware.text(file, other.toString()));
      HardwareConfig read = HardwareLoader.read(file);
      assertThat(read.label().name()).isEqualTo("new");
      assertThat(read.with(expected.label())).as(place).isEqualTo(expected);
    }
    assertThat(Files.readString(folder.resolve("new.yaml")))
        .contains("\nextends: \"a folder/base.yaml\"", "'extends: a folder/within/other.yaml'");
  }

  @ParameterizedTest
  @CsvSource({"My.yaml", "mine", "-x.yaml", "a b.yml"})
  void aNewFileIsCalledAsAnAcceleratorCanBe(String name) {
    assertThatThrownBy(() -> NewHardware.text(Path.of(name), "nvdla-small-w2a2"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("small letters, digits and hyphens");
  }

  /** A key without a word about it would stand bare in the file, the list and the reference. */
  @Test
  void everyKeySaysWhatItDecidesAndWhatItMayBe() {
    List<SchemaKey> keys = HardwareLoader.keys();

    assertThat(keys).hasSizeGreaterThan(60).allMatch(key -> !key.meaning().isEmpty());
    assertThat(keys)
        .filteredOn(key -> key.allowed().contains("number"))
        .filteredOn(key -> key.unit().isEmpty())
        .extracting(SchemaKey::key)
        .as("counts have no unit")
        .containsExactlyInAnyOrder(
            "array.atomicChannels",
            "array.atomicKernels",
            "array.accumulatorCredits",
            "array.rows",
            "array.columns",
            "buffer.banks");
    assertThat(keys)
        .filteredOn(key -> key.key().equals("array.rows"))
        .extracting(SchemaKey::style)
        .containsExactly("systolic");
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatComesWithTwobitIsPlausible(String name) {
    assertThat(HardwarePlausibility.warnings(HardwareCatalog.load(name))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clockMegahertz | 1 | clockMegahertz is 1;",
        "clockMegahertz | 6000 | clockMegahertz is 6000;",
        "precision.macWeightBits | 3 | energy.macPicojoules is that of nvdla-small-w2a2, whose MACs"
            + " are 2x2 bits; these are 3x2",
        // 2 + 2 bits, 16 products: 4 bits more, and the sign
        "precision.accumulatorBits | 8 | too narrow for any layer: 16 products of 2x2 bits, which"
            + " the array adds up at once, need 9",
        "precision.accumulatorBits | 9 | none",
        "memory.beatBytes | 100000 | which no memory does",
        "energy.sramReadPicojoulesPerByte | 65 | a buffer that costs more",
        "energy.sramReadPicojoulesPerByte | 63 | none",
        "energy.macPicojoules | 0.3 | none"
      })
  void whatIsHardlyMeantIsWarnedOf(String key, double value, String expected) {
    Object written = value == Math.rint(value) ? (Object) (long) value : (Object) value;
    List<String> warnings =
        HardwarePlausibility.warnings(EditedHardware.of("nvdla-small-w2a2", key, written));
    if (expected.equals("none")) {
      assertThat(warnings).isEmpty();
    } else {
      assertThat(warnings).anyMatch(line -> line.contains(expected));
    }
  }
}
