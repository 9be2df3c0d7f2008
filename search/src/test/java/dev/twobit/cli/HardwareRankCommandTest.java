package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class HardwareRankCommandTest {
  private static final String SMALL = "nvdla-small-w2a2";

  @TempDir private Path folder;

  private static CliRun rank(String against, String... more) {
    List<String> command = new ArrayList<>(List.of("hardware", "rank", SMALL, against));
    command.addAll(List.of("--model", "resnet8"));
    command.addAll(List.of(more));
    if (!command.toString().contains("--networks")) {
      command.addAll(List.of("--networks", "20"));
    }
    return CliRun.of(command.toArray(String[]::new));
  }

  private static JsonNode json(String against, String... more) throws IOException {
    List<String> all = new ArrayList<>(List.of(more));
    all.add("--json");
    CliRun run = rank(against, all.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json();
  }

  private String extended(String keys) throws IOException {
    return Files.writeString(
            folder.resolve("own.yaml"), "extends: " + SMALL + "\nname: own\n" + keys + "\n")
        .toString();
  }

  /** An accelerator orders networks as itself, whatever they are ordered by. */
  @ParameterizedTest
  @CsvSource({"latency, cycles", "whole, cycles", "energy, pJ"})
  void nothingChangesPlacesOnTheSame(String cost, String unit) throws IOException {
    JsonNode same = json(SMALL, "--cost", cost);
    assertThat(same.get("pairs").asLong()).isEqualTo(190);
    assertThat(same.get("changed").asLong()).isZero();
    assertThat(same.get("largestLossPercent").asDouble()).isZero();
    assertThat(same.at("/original/cost").asDouble())
        .isPositive()
        .isEqualTo(same.at("/original/costAgainst").asDouble());
    assertThat(same.at("/original/unit").asText()).isEqualTo(unit);
  }

  /** An external memory that costs nothing is in the energy alone. */
  @Test
  void onlyWhatTheOtherFileSaysChangesPlaces() throws IOException {
    String free = extended("energy: {dramPicojoulesPerByte: {value: 0, source: choice}}");
    assertThat(json(free).get("changed").asLong()).isZero();
    JsonNode energy = json(free, "--cost", "energy");
    assertThat(energy.get("changed").asLong()).isPositive();
    assertThat(energy.get("largestLossPercent").asDouble()).isPositive();
    assertThat(energy.at("/original/costAgainst").asDouble())
        .isLessThan(energy.at("/original/cost").asDouble());
  }

  @Test
  void aSeedDrawsTheSameNetworksAgain() throws IOException {
    JsonNode one = json("nvdla-large-w2a2", "--seed", "7");
    assertThat(one).isEqualTo(json("nvdla-large-w2a2", "--seed", "7"));
    assertThat(one.get("changed").asLong()).isBetween(1L, 190L);
    CliRun text = rank("nvdla-large-w2a2", "--seed", "7");
    assertThat(text.out().lines()).hasSize(3).allSatisfy(l -> assertThat(l).hasSizeLessThan(120));
    assertThat(text.out()).contains("of 190 pairs " + one.get("changed").asLong() + " change");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--networks=1 | --networks: found 1, expected 2 to 5000",
        "--cost=params | --cost",
        "--bits=9 | --bits"
      })
  void whatIsWrongIsOneLine(String option, String expected) {
    CliRun run = rank("nvdla-small-w8a8", option);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines()).singleElement().asString().contains(expected);
  }

  @Test
  void anUnknownAcceleratorIsOneLine() {
    CliRun run = rank("nvdla-smal-w8a8");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines()).singleElement().asString().contains("nvdla-small-w8a8");
  }
}
