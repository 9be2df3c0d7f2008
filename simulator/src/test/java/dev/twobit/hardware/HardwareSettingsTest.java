package dev.twobit.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HardwareSettingsTest {
  private static HardwareSettings.Result apply(String name, String... settings) {
    return HardwareSettings.apply(
        name, Arrays.stream(settings).map(HardwareOverride::parse).toList());
  }

  @Test
  void aSetFigureReplacesTheFilesAndSaysItsSource() {
    HardwareConfig stated = HardwareCatalog.load("nvdla-small-w2a2");
    HardwareSettings.Result result = apply("nvdla-small-w2a2", "array.atomicC=64");
    ArrayConfig.DotProduct array = (ArrayConfig.DotProduct) result.hardware().array();

    assertThat(array.atomicChannels()).isEqualTo(64);
    assertThat(array.atomicKernels()).isEqualTo(16);
    assertThat(result.hardware().name()).isEqualTo("nvdla-small-w2a2");
    assertThat(result.hardware().sources())
        .containsAll(stated.sources())
        .contains("set on the command line: array.atomicC=64");
    assertThat(apply("nvdla-small-w2a2").hardware()).isEqualTo(stated);
  }

  /** Stated for the file's dimensions, so never silently kept for others. */
  @Test
  void areaAndCreditsFollowTheDimensions() {
    HardwareConfig stated = HardwareCatalog.load("nvdla-small-w2a2");
    HardwareSettings.Result result =
        apply("nvdla-small-w2a2", "array.atomicK=64", "buffer.capacityKibibytes=256");
    HardwareConfig changed = result.hardware();
    SiliconArea area = SiliconArea.of(changed);

    assertThat(((ArrayConfig.DotProduct) changed.array()).accumulatorCredits()).isEqualTo(128);
    assertThat(changed.buffer().capacityBytes()).isEqualTo(256 * 1024);
    assertThat(area.macsSquareMicrometres()).isEqualTo(16 * 64 * 81);
    assertThat(area.shiftAccumulatorsSquareMicrometres()).isEqualTo(64 * 439);
    assertThat(area.bufferSquareMicrometres())
        .isCloseTo(2 * SiliconArea.of(stated).bufferSquareMicrometres(), Offset.offset(1e-6));
    assertThat(area.postProcessorSquareMicrometres())
        .isEqualTo(stated.area().postProcessorSquareMicrometres());
    assertThat(result.consequences())
        .anyMatch(c -> c.startsWith("array.accumulatorCredits follows"))
        .anyMatch(c -> c.startsWith("energy.sramRead/WritePicojoulesPerByte are left"));
  }

  /** Accelergy's table, eight bits a byte. */
  @ParameterizedTest
  @CsvSource({"lpddr4,64", "lpddr,320", "ddr3,560", "gddr5,112", "hbm2,31.2"})
  void aKindOfMemorySetsItsEnergyAndSource(String kind, double picojoulesPerByte) {
    HardwareSettings.Result result =
        apply("nvdla-small-w2a2", "energy.dramKind=" + kind, "memory.cyclesPerBeat=4");
    assertThat(result.hardware().energy().traffic().dramPicojoulesPerByte())
        .isCloseTo(picojoulesPerByte, Offset.offset(1e-9));
    assertThat(result.hardware().sources())
        .anyMatch(source -> source.startsWith("energy.dramKind=" + kind + ": Accelergy"));
    assertThat(result.consequences()).noneMatch(c -> c.contains("energy.dram"));
  }

  @Test
  void whatIsSetItselfFollowsNothing() {
    HardwareConfig changed =
        apply("nvdla-small-w2a2", "array.atomicK=8", "array.accumulatorCredits=32").hardware();

    assertThat(((ArrayConfig.DotProduct) changed.array()).accumulatorCredits()).isEqualTo(32);
  }

  /** 8 bytes a beat at 1 GHz carry 8 GB/s at the most. */
  @ParameterizedTest
  @CsvSource({"1,8,8", "5,8,1.6", "8,8,1", "20,32,1.6", "0.25,8,32"})
  void bandwidthIsBeatsAndClocks(String wanted, int beatBytes, double cyclesPerBeat) {
    MemoryConfig memory =
        apply("nvdla-small-w2a2", "memory.bandwidthGigabytesPerSecond=" + wanted)
            .hardware()
            .memory();

    assertThat(memory.beatBytes()).isEqualTo(beatBytes);
    assertThat(memory.cyclesPerBeat()).isEqualTo(cyclesPerBeat);
  }

  @Test
  void bandwidthIsOfTheClockThatIsSet() {
    MemoryConfig memory =
        apply("nvdla-small-w2a2", "memory.bandwidthGigabytesPerSecond=1", "clockMegahertz=500")
            .hardware()
            .memory();

    assertThat(memory.cyclesPerBeat()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "array.atomicChannel=8|did you mean 'array.atomicChannels'?",
        "array.rows=8|has no key 'array.rows'",
        "array.style=systolic|has no key 'array.style'",
        "name=x|has no key 'name'",
        "sources.spec=x|has no key 'sources.spec'",
        "array.atomicC=0|'array.atomicChannels.value': found 0, expected a whole number from 1 to"
            + " 1048576",
        "array.atomicC=1.5|'array.atomicChannels.value': found 1.5, expected a whole number from 1"
            + " to 1048576",
        "array.atomicC=many|found \"many\", expected a whole number from 1 to 1048576",
        "precision.composition=none|found \"none\", expected temporal | spatial",
        "array.accumulatorCredits=8|found 8, expected at least 32",
        "memory.bandwidthGigabytesPerSecond=0|expected GB/s above 0",
        "energy.dramKind=ddr9|found 'ddr9', expected one of lpddr4, lpddr, ddr3, gddr5",
        "memory.bandwidthGigabytesPerSecond=fast|found 'fast', expected GB/s",
        "buffer.capacityKibibytes=0.01|expected a capacity that the banks share evenly",
      })
  void aBadSettingIsOneLine(String setting, String message) {
    assertThatThrownBy(() -> apply("nvdla-small-w2a2", setting))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(setting)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"array.atomicC", "=3", "array.atomicC="})
  void aSettingIsAKeyAndAValue(String text) {
    assertThatThrownBy(() -> HardwareOverride.parse(text)).hasMessageContaining("KEY=VALUE");
  }

  @Test
  void whatFollowsOrStaysIsSaid() {
    assertThat(apply("nvdla-small-w2a2", "memory.bandwidthGigabytesPerSecond=20").consequences())
        .anyMatch(c -> c.startsWith("memory.beatBytes is wider"))
        .anyMatch(c -> c.startsWith("energy.dramPicojoulesPerByte is left"));
    assertThat(apply("nvdla-small-w2a2", "clockMegahertz=500").consequences())
        .singleElement()
        .asString()
        .contains("the bandwidth in GB/s changed too");
    assertThat(apply("nvdla-small-w2a2", "memory.readLatencyCycles=9").consequences()).isEmpty();
  }

  @Test
  void aKeyIsSetOnce() {
    assertThatThrownBy(
            () -> apply("nvdla-small-w2a2", "array.atomicC=8", "array.atomicChannels=16"))
        .hasMessageContaining("is set twice");
  }

  @Test
  void anUnknownKindIsAnsweredWithTheNearest() {
    assertThatThrownBy(() -> apply("nvdla-small-w8a8", "energy.dramKind=lpddr5"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found 'lpddr5', expected one of lpddr4, lpddr, ddr3, gddr5, hbm2")
        .hasMessageContaining("did you mean 'lpddr4'?");
  }
}
