package dev.twobit.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SiliconAreaTest {
  static Stream<String> names() {
    return HardwareCatalog.names().stream();
  }

  /** Rows of BitFusion's synthesis: 81, 1735 and 511 um2 for a 2x2 PE, a fusion unit, an 8x8 PE. */
  @ParameterizedTest
  @CsvSource({
    "nvdla-small-w8a8, 64 * 511, 0, 0",
    "nvdla-small-w2a2, 256 * 81, 16 * 439, 16 * 81",
    "nvdla-small-w2a2-spatial, 16 * 1735, 0, 1 * 1735",
    "nvdla-large-w2a2, 12288 * 81, 64 * 439, 192 * 81",
    "edge-tpu-w2a2, 24576 * 81, 192 * 439, 128 * 81"
  })
  void macsShiftAccumulatorsAndAddersAreCounted(
      String name, String macs, String shiftAccumulators, String adders) {
    SiliconArea area = SiliconArea.of(HardwareCatalog.load(name));
    assertThat(area.macsSquareMicrometres()).isEqualTo(product(macs));
    assertThat(area.shiftAccumulatorsSquareMicrometres()).isEqualTo(product(shiftAccumulators));
    assertThat(area.sumAddersSquareMicrometres()).isEqualTo(product(adders));
  }

  private static double product(String text) {
    return Stream.of(text.split("\\*")).mapToDouble(Double::parseDouble).reduce(1, (a, b) -> a * b);
  }

  @ParameterizedTest
  @MethodSource("names")
  void partsAddUp(String name) {
    SiliconArea a = SiliconArea.of(HardwareCatalog.load(name));
    double array =
        a.macsSquareMicrometres()
            + a.shiftAccumulatorsSquareMicrometres()
            + a.sumAddersSquareMicrometres();
    assertThat(a.macArraySquareMicrometres()).isEqualTo(array).isPositive();
    assertThat(a.wholeCoreSquareMicrometres())
        .isEqualTo(array + a.bufferSquareMicrometres() + a.postProcessorSquareMicrometres());
  }

  /** The 8-bit cores are as large as published: 28 nm figures of the primer, scaled to 45 nm. */
  @ParameterizedTest
  @CsvSource({
    "nvdla-small-w8a8, 0.91, 0",
    "nvdla-large-w8a8, 5.5, 0",
    "nvdla-small-256-w8a8, 1.7, 128"
  })
  void publishedCoresHaveTheirPublishedArea(String name, double at28, int bufferLeftOutKibibytes) {
    HardwareConfig hardware = HardwareCatalog.load(name);
    double leftOut =
        bufferLeftOutKibibytes * 1024 * hardware.area().bufferSquareMicrometresPerByte();
    assertThat(SiliconArea.of(hardware).wholeCoreSquareMicrometres() + leftOut)
        .isCloseTo(at28 * 1e6 * (45.0 / 28) * (45.0 / 28), within(1.0));
  }

  @ParameterizedTest
  @CsvSource({
    "nvdla-small-w2a2, nvdla-small-w8a8, 4",
    "nvdla-small-w2a2-spatial, nvdla-small-w8a8, 4",
    "nvdla-large-w2a2, nvdla-large-w8a8, 6",
    "edge-tpu-w2a2, edge-tpu-w8a8, 6"
  })
  void twoBitArraysTakeNoMoreSiliconThanTheSiblingTheyName(String two, String eight, int moreMacs) {
    HardwareConfig hardware = HardwareCatalog.load(two);
    SiliconComparison c = SiliconComparison.ofSibling(hardware).orElseThrow();
    assertThat(c.against()).isEqualTo(eight);
    assertThat(c.macArrayAreaRatio()).isBetween(0.85, 1.0);
    assertThat(c.wholeCoreAreaRatio()).isBetween(c.macArrayAreaRatio(), 1.0);
    assertThat(c.macsRatioAtEqualArray()).isCloseTo(moreMacs / c.macArrayAreaRatio(), within(1e-9));
    assertThat(c.macsRatioAtEqualCore()).isCloseTo(moreMacs / c.wholeCoreAreaRatio(), within(1e-9));
    assertThat(c.macsPerSquareMillimetre())
        .isCloseTo(
            1e6 * hardware.array().macUnits() / c.area().macArraySquareMicrometres(), within(1e-6));
  }

  /** A PE that holds the output needs a shift-accumulator of its own. */
  @Test
  void anOutputStationaryArrayShiftsInEveryPe() {
    HardwareConfig stationary =
        EditedHardware.of("toy-8x8-w2a2", "array.dataflow", "output_stationary");
    assertThat(ArrayUnits.of(HardwareCatalog.load("toy-8x8-w2a2")).shiftAccumulators())
        .isEqualTo(8);
    assertThat(ArrayUnits.of(stationary).shiftAccumulators()).isEqualTo(64);
  }

  @Test
  void aSiblingIsKnownOrAFileAndHasArea() {
    assertThatThrownBy(
            () -> EditedHardware.of("toy-8x8-w2a2", "area.equalSiliconAs", "nvdla-smal-w8a8"))
        .isInstanceOf(InvalidInputException.class)
        .message()
        .startsWith("edited.yaml:")
        .contains("'area.equalSiliconAs': found \"nvdla-smal-w8a8\", expected one of")
        .contains("did you mean 'nvdla-small-w8a8'?");
    HardwareConfig file = EditedHardware.of("toy-8x8-w2a2", "area.equalSiliconAs", "no/such.yaml");
    assertThatThrownBy(() -> SiliconComparison.ofSibling(file))
        .hasMessageContaining("no/such.yaml: no such file");
    HardwareConfig none =
        EditedHardware.of(
            "toy-8x8-w2a2",
            "area.macSquareMicrometres",
            0,
            "area.shiftAccumulatorSquareMicrometres",
            0);
    assertThatThrownBy(() -> SiliconComparison.of(HardwareCatalog.load("toy-8x8-w2a2"), none))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'toy-8x8-w2a2': the area of its MACs is 0");
    assertThat(SiliconComparison.ofSibling(HardwareCatalog.load("toy-8x8-w2a2"))).isEmpty();
  }

  /**
   * Found when the file is read, not when its results are put together; each may name the other.
   */
  @Test
  void filesMayNameEachOtherButNotAFileThatIsNotThere(@TempDir Path folder) throws IOException {
    Path one = folder.resolve("one.yaml");
    Path other = folder.resolve("other.yaml");
    String text = HardwareCatalog.text("nvdla-small-w2a2");
    Files.writeString(
        one, text.replace("equalSiliconAs: nvdla-small-w8a8", "equalSiliconAs: " + other));
    assertThatThrownBy(() -> HardwareLoader.read(one))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(one + ": 'area.equalSiliconAs': " + other + ": no such file");
    Files.writeString(
        other, text.replace("equalSiliconAs: nvdla-small-w8a8", "equalSiliconAs: " + one));
    assertThat(SiliconComparison.ofSibling(HardwareLoader.read(one)))
        .hasValueSatisfying(c -> assertThat(c.wholeCoreAreaRatio()).isEqualTo(1));
  }

  /** Every energy and area says of which node it is, or that its source does not. */
  @ParameterizedTest
  @MethodSource("names")
  void everyEnergyAndAreaNamesSourceAndNode(String name) {
    ObjectNode tree = EditedHardware.tree(name);
    List<String> without = new ArrayList<>();
    for (String section : List.of("energy", "area")) {
      for (var figure : tree.get(section).properties()) {
        JsonNode value = figure.getValue().path("value");
        String source = figure.getValue().path("source").asText();
        boolean node =
            tree.at("/sources/" + source).asText().matches(".*(\\d+ nm|node not stated).*");
        if (!node && !value.isMissingNode() && value.asDouble() != 0) {
          without.add(section + "." + figure.getKey() + ": " + source);
        }
      }
    }
    assertThat(without).isEmpty();
  }
}
