package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network of the zoo by its name is the network of the file that {@code model} writes. */
class ZooNamesTest {
  private static final String[] HARDWARE = {"--hardware", "nvdla-small-w2a2"};

  @TempDir private Path folder;

  private static JsonNode json(String command, String model, String... more) {
    List<String> all = new ArrayList<>(List.of(command, model, "--json"));
    all.addAll(List.of(more));
    if (!command.equals("inspect")) {
      all.addAll(List.of(HARDWARE));
    }
    CliRun run = CliRun.of(all.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json();
  }

  private String file(String name, String... more) {
    String file = folder.resolve(name + ".onnx").toString();
    List<String> all = new ArrayList<>(List.of("model", name, file));
    all.addAll(List.of(more));
    assertThat(CliRun.of(all.toArray(String[]::new)).exitCode()).isZero();
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet8", "mobilenet-v2"})
  void itsLatencyIsTheFiles(String name) {
    JsonNode named = json("simulate", name);
    JsonNode written = json("simulate", file(name));

    assertThat(named.at("/simulation/layers")).isEqualTo(written.at("/simulation/layers"));
    assertThat(named.get("inference")).isEqualTo(written.get("inference"));
    assertThat(named.get("backToBack")).isEqualTo(written.get("backToBack"));
    assertThat(named.at("/simulation/network").asText()).isEqualTo(name);
  }

  @Test
  void soAreItsLayersItsSweepAndItsFrontier() {
    String written = file("resnet8");
    ObjectNode named = (ObjectNode) json("inspect", "resnet8");
    ObjectNode read = (ObjectNode) json("inspect", written);
    assertThat(named.get("hasWeights").asBoolean()).isFalse();
    assertThat(named.get("layers")).isEqualTo(read.get("layers"));
    assertThat(named.get("channelGroups")).isEqualTo(read.get("channelGroups"));
    assertThat(json("frontier", "resnet8").get("networks"))
        .isEqualTo(json("frontier", written).get("networks"));
    assertThat(json("sweep", "resnet8").at("/points/0/latencyCycles"))
        .isEqualTo(json("sweep", written).at("/points/0/latencyCycles"));
  }

  @Test
  void itTakesABatchAndAnotherImageSize() {
    String large = file("resnet8", "--input-size", "64");
    assertThat(json("simulate", "resnet8", "--input-shape", "2x3x64x64").at("/simulation/layers"))
        .isEqualTo(json("simulate", large, "--batch", "2").at("/simulation/layers"));
    CliRun wrong =
        CliRun.of("simulate", "resnet8", HARDWARE[0], HARDWARE[1], "--input-shape", "1x3x64x32");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--input-shape: found '1x3x64x32', expected image=1x3x32x32");
  }

  /** Where weights are wanted a name is no file; the line says how to have one, and that works. */
  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "train", "search"})
  void whatWantsWeightsTakesNoNames(String command) {
    List<String> args = new ArrayList<>(List.of(command, "resnet8", "--data", "embedded"));
    if (!command.equals("evaluate")) {
      args.addAll(List.of("--out", folder.resolve("run").toString()));
    }
    if (command.equals("search")) {
      args.addAll(List.of(HARDWARE));
      args.addAll(List.of("--latency-budget", "1.0x"));
    }
    CliRun run = CliRun.of(args.toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err())
        .contains("resnet8: no such file")
        .contains("'twobit model resnet8 resnet8.onnx'");
    assertThat(CliRun.of("inspect", file("resnet8")).exitCode()).isZero();
  }
}
