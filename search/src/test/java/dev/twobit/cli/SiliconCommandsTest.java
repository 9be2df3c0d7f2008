package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands say of energies and areas: their node, and what they were held against. */
@Tag("slow")
class SiliconCommandsTest {
  private static final int TERMINAL = 120;

  @TempDir private Path folder;

  @Test
  void aSimulationSaysTheNodeOfItsEnergies() {
    CliRun text = CliRun.of("simulate", "resnet8", "--hardware", "edge-tpu-w8a8");
    assertThat(text.out())
        .contains("energies of 45 nm, memories of a node not stated; not scaled; without clocks");
    assertThat(text.out().lines()).allSatisfy(l -> assertThat(l.length()).isLessThan(TERMINAL));
    JsonNode json = CliRun.of("simulate", "resnet8", "--hardware", "toy-8x8-w2a2", "--json").json();
    assertThat(json.at("/hardware/energy/node").asText()).isEqualTo("45 nm, not scaled");
  }

  @Test
  void hardwareShowSaysWhatEnergiesWereHeldAgainst() throws IOException {
    CliRun shown = CliRun.of("hardware", "show", "nvdla-small-w8a8");
    assertThat(shown.out().lines().filter(l -> l.startsWith("## macPicojoules")))
        .singleElement()
        .asString()
        .contains("seven NVDLA cores")
        .contains("14.5");
    assertThat(shown.out().lines().filter(l -> l.startsWith("## dramPicojoulesPerByte")))
        .singleElement()
        .asString()
        .endsWith("nothing");
    Path own =
        Files.writeString(
            folder.resolve("own.yaml"),
            shown
                .out()
                .replace("node: 45 nm, not scaled", "idleMilliwatts: {value: 12, source: cacti}")
                .replace("macPicojoules: {value: 0.2034", "macPicojoules: {value: 0.3"));
    CliRun other = CliRun.of("hardware", "show", own.toString());
    assertThat(other.err()).isEmpty();
    assertThat(other.out())
        .contains("## node: not stated; with 12.00 mW of clocks and idle registers");
    assertThat(other.out().lines().filter(l -> l.startsWith("## macPicojoules")))
        .singleElement()
        .asString()
        .endsWith("nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"energy", "area"})
  void validationsFitATerminalAndAreJsonToo(String kind) {
    CliRun text = CliRun.of("validate", kind);
    assertThat(text.exitCode()).as(text.err()).isZero();
    assertThat(text.out().lines()).allSatisfy(l -> assertThat(l.length()).isLessThan(TERMINAL));
    JsonNode json = CliRun.of("validate", kind, "--json").json();
    assertThat(json.at("/nvdla/points")).hasSize(7);
    assertThat(json.at("/nvdla/trials/0/worstByFittedPoint")).hasSize(7);
    assertThat(json.at("/composition/products")).hasSize(7);
  }

  @Test
  void rowsThatCannotBeAreOneLine() throws IOException {
    Path rows = Files.writeString(folder.resolve("rows.csv"), "macs,cbuf_kb\n64,128\n");
    CliRun run = CliRun.of("validate", "area", rows.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .contains("rows.csv:1: column 'dram_gbps' is missing");
  }
}
