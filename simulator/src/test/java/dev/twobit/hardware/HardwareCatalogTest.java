package dev.twobit.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.network.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HardwareCatalogTest {
  static Stream<String> names() {
    return HardwareCatalog.names().stream();
  }

  @Test
  void holdsTheAcceleratorsThatThePaperIsAbout() {
    assertThat(HardwareCatalog.names())
        .contains(
            "nvdla-small-w8a8",
            "nvdla-large-w8a8",
            "nvdla-small-w2a2",
            "nvdla-small-w2a2-spatial",
            "nvdla-large-w2a2",
            "edge-tpu-w8a8",
            "edge-tpu-w2a2",
            "toy-8x8-w2a2");
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyEntryLoadsUnderItsName(String name) {
    HardwareConfig hardware = HardwareCatalog.load(name);
    assertThat(hardware.name()).isEqualTo(name);
    assertThat(hardware.sources()).isNotEmpty();
  }

  /**
   * What the comments of the w2a2 files say: PEs, shift-accumulators and adders within the 8-bit
   * PEs' area.
   */
  @ParameterizedTest
  @CsvSource({
    "nvdla-small-w2a2,nvdla-small-w8a8,4,16",
    "nvdla-small-w2a2-spatial,nvdla-small-w8a8,4,0",
    "nvdla-large-w2a2,nvdla-large-w8a8,6,64",
    "edge-tpu-w2a2,edge-tpu-w8a8,6,192"
  })
  void twoBitArraysFitTheSiliconOfTheirEightBitOnes(
      String two, String eight, int ratio, int lanes) {
    HardwareConfig narrow = HardwareCatalog.load(two);
    HardwareConfig wide = HardwareCatalog.load(eight);
    assertThat(narrow.array().macUnits()).isEqualTo(ratio * wide.array().macUnits());
    assertThat(ArrayUnits.of(narrow).shiftAccumulators()).isEqualTo(lanes);
    double spent = SiliconArea.of(narrow).macArraySquareMicrometres();
    double budget = SiliconArea.of(wide).macArraySquareMicrometres();
    assertThat(spent).isBetween(0.85 * budget, budget);
    assertThat((double) narrow.postProcessor().outputElementsPerCycle())
        .isEqualTo(
            wide.postProcessor().outputElementsPerCycle()
                * (wide.array() instanceof ArrayConfig.Systolic ? 3 : ratio));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "atomicChannels | atomicChanels | unknown key 'atomicChanels' in 'array'; did you mean"
            + " 'atomicChannels'?",
        "composition: temporal | composition: temporel | found \"temporel\", expected temporal |"
            + " spatial; did you mean 'temporal'?",
        "banks: {value: 32 | banks: {value: many | 'buffer.banks.value': found \"many\", expected"
            + " a whole number from 2 to 1048576",
        "banks: {value: 32 | banks: {value: 1 | 'buffer.banks.value': found 1, expected a whole"
            + " number from 2 to 1048576",
        "banks: {value: 32 | banks: {value: -4 | 'buffer.banks.value': found -4, expected a whole"
            + " number from 2 to 1048576",
        "bankBytes: {value: 4096 | bankBytes: {value: 99999999999 | 'buffer.bankBytes.value': found"
            + " 99999999999, expected a whole number from 1 to 1073741824",
        "clockMegahertz: {value: 1000 | clockMegahertz: {value: 0 | found 0, expected a number"
            + " above 0, at most 1000000",
        "banks: {value: 32, source: spec} | banks: 32 | 'buffer.banks': found 32, expected {value:"
            + " ..., source: ...}",
        "banks: {value: 32, source: spec} | banks: {value: 32} | key 'source' is missing in"
            + " 'buffer.banks'; expected it",
        "turnCycles: {value: 57 | turnCycles: {value: -1 | 'array.handover.turnCycles.value': found"
            + " -1, expected a whole number from 0 to 1048576",
        "    splitCycles: | #  splitCycles: | key 'splitCycles' is missing in 'array.handover';"
            + " expected it",
        "parameterFifoBeats: {value: 40 | parameterFifoBeats: {value: 0 |"
            + " 'postProcessor.parameterFifoBeats.value': found 0, expected a whole number from 1"
            + " to 1048576",
        "style: dot_product | style: dot_prodct | did you mean 'dot_product'?",
        "style: dot_product | style: sistolic | 'array.style': found \"sistolic\", expected"
            + " dot_product | systolic",
        "style: dot_product | | key 'style' is missing in 'array'; expected it",
        "accumulatorCredits: {value: 32 | accumulatorCredits: {value: 8 |"
            + " 'array.accumulatorCredits.value': found 8, expected at least 32",
        "buffer: | precision: | key 'precision' is given twice; expected it once",
        "bankBytes: | banks: | key 'buffer.banks' is given twice; expected it once",
        "source: cacti | source: cacty | expected a key of sources",
        "equalSiliconAs: nvdla-small-w8a8 | equalSiliconAs: 8 | 'area.equalSiliconAs': found 8,"
            + " expected some text",
        "name: nvdla | nome: nvdla | unknown key 'nome' in the file; did you mean 'name'?",
        "precision: | precision: [ | not YAML"
      })
  void errorsNameFileLineKeyFoundAndExpected(String from, @Nullable String to, String expected) {
    String text =
        HardwareCatalog.text("nvdla-small-w2a2")
            .replaceFirst(Pattern.quote(from), Optional.ofNullable(to).orElse(""));
    assertThatThrownBy(() -> HardwareLoader.parse("mine.yaml", text))
        .isInstanceOf(InvalidInputException.class)
        .message()
        .startsWith("mine.yaml:")
        .contains(expected)
        .doesNotContain("\n");
  }

  @Test
  void theLineIsTheKeysOwn() {
    String text = HardwareCatalog.text("nvdla-small-w2a2");
    int line = text.lines().map(String::strip).toList().indexOf("composition: temporal") + 1;
    assertThatThrownBy(
            () ->
                HardwareLoader.parse(
                    "mine.yaml", text.replace("composition: temporal", "composition: 3")))
        .hasMessageStartingWith("mine.yaml:" + line + ":");
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNearest() {
    assertThatThrownBy(() -> HardwareCatalog.load("nvdla-smal-w2a2"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("did you mean 'nvdla-small-w2a2'?");
    assertThatThrownBy(() -> HardwareCatalog.load("edge-tpu"))
        .hasMessageContaining("did you mean 'edge-tpu-w8a8'?");
    assertThatThrownBy(() -> HardwareCatalog.load("x")).hasMessageNotContaining("did you mean");
    assertThatThrownBy(() -> HardwareLoader.read(Path.of("nowhere.yaml")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nowhere.yaml: no such file");
    assertThatThrownBy(() -> HardwareLoader.read(Path.of("src")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("src: is a directory");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nvdla-large-spreadsheet-w8a8 | overlap: spreadsheet | overlap: spreadshet |"
            + " 'memory.overlap': found \"spreadshet\", expected rtl | spreadsheet; did you mean"
            + " 'spreadsheet'?",
        "edge-tpu-w8a8 | cyclesPerBeat: | overlap: spreadsheet~  cyclesPerBeat: | 'memory.overlap':"
            + " found \"spreadsheet\" with array.style \"systolic\", expected \"rtl\"",
        "coral-edge-tpu-w8a8 | groupPacking: diagonal | groupPacking: diagonally | did you mean"
            + " 'diagonal'?",
        "coral-edge-tpu-w8a8 | dataflow: weight_stationary | dataflow: output_stationary |"
            + " 'array.groupPacking': found \"diagonal\" with array.dataflow"
            + " \"output_stationary\", expected \"none\"",
        "nvdla-small-w8a8 | packFirstLayer: | groupPacking: diagonal~  packFirstLayer: | unknown"
            + " key 'groupPacking' in 'array'",
        "coral-edge-tpu-w8a8 | bandwidthMegabytesPerSecond: {value: 500 |"
            + " bandwidthMegabytesPerSecond: {value: 0 |"
            + " 'hostLink.bandwidthMegabytesPerSecond.value': found 0, expected a number above 0,"
            + " at most 1000000",
        "coral-edge-tpu-w8a8 | hostMicroseconds: {value: 1506 | hostMicroseconds: {value: -1 |"
            + " found -1, expected a number from 0 to 1000000000",
        "coral-edge-tpu-w8a8 | onChipWeightBytes: {value: 8388608 | onChipWeightBytes: {value: much"
            + " | 'hostLink.onChipWeightBytes.value': found \"much\", expected a whole number from"
            + " 0 to 1099511627776",
        "coral-edge-tpu-w8a8 | onChipWeightBytes: | onChipWeigthBytes: | did you mean"
            + " 'onChipWeightBytes'?",
        "coral-edge-tpu-w8a8 | source: usb | source: usb4 | expected a key of sources"
      })
  void errorsOfOverlapPackingAndLink(String name, String from, String to, String expected) {
    String text =
        HardwareCatalog.text(name).replaceFirst(Pattern.quote(from), to.replace('~', '\n'));
    assertThatThrownBy(() -> HardwareLoader.parse("mine.yaml", text))
        .isInstanceOf(InvalidInputException.class)
        .message()
        .startsWith("mine.yaml:")
        .contains(expected)
        .doesNotContain("\n");
  }

  /** Files of before these keys go on as they did. */
  @Test
  void handoverAndFifoAreTheRtlsIfLeftOut() {
    ObjectNode tree = EditedHardware.tree("nvdla-small-w8a8");
    assertThat(((ObjectNode) tree.get("array")).remove("handover")).isNotNull();
    assertThat(((ObjectNode) tree.get("postProcessor")).remove("parameterFifoBeats")).isNotNull();
    HardwareConfig without = EditedHardware.load(tree);
    assertThat(without).isEqualTo(HardwareCatalog.load("nvdla-small-w8a8"));
    assertThat(((ArrayConfig.DotProduct) without.array()).handover())
        .isEqualTo(ArrayConfig.Handover.RTL);

    HardwareConfig other =
        HardwareSettings.apply(
                "nvdla-small-w8a8",
                List.of(
                    HardwareOverride.parse("array.handover.turnCycles=9"),
                    HardwareOverride.parse("postProcessor.parameterFifoBeats=8")))
            .hardware();
    assertThat(((ArrayConfig.DotProduct) other.array()).handover().turnCycles()).isEqualTo(9);
    assertThat(other.postProcessor().parameterFifoBeats()).isEqualTo(8);
  }

  @Test
  void overlapPackingAndLinkAreOptional() {
    HardwareConfig plain = HardwareCatalog.load("edge-tpu-w8a8");
    HardwareConfig coral = HardwareCatalog.load("coral-edge-tpu-w8a8");
    assertThat(plain.memory().overlap()).isEqualTo(MemoryConfig.Overlap.RTL);
    assertThat(plain.hostLink()).isEqualTo(HostLink.NONE);
    assertThat(((ArrayConfig.Systolic) plain.array()).groupPacking())
        .isEqualTo(ArrayConfig.GroupPacking.NONE);
    assertThat(coral.hostLink()).isEqualTo(new HostLink(500, 1506, 8_388_608));
    assertThat(((ArrayConfig.Systolic) coral.array()).groupPacking())
        .isEqualTo(ArrayConfig.GroupPacking.DIAGONAL);
    assertThat(HardwareCatalog.load("nvdla-large-spreadsheet-w8a8").memory().overlap())
        .isEqualTo(MemoryConfig.Overlap.SPREADSHEET);
  }
}
