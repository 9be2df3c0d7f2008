package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.verification.SmallDeployed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that leaves one of its convolutions in float: the others' bits are the file's. */
@Tag("slow")
class PartlyQuantizedFileTest {
  @TempDir private Path folder;

  private Path whole;
  private Path partly;

  @BeforeEach
  void write() throws IOException {
    SmallDeployed drawn = SmallDeployed.draw(1);
    whole = folder.resolve("whole.onnx");
    OnnxExporter.write(drawn.network(), drawn.quantization(), whole);
    var weights = new HashMap<>(drawn.quantization().weights());
    var inputs = new HashMap<>(drawn.quantization().inputs());
    weights.remove("conv2");
    inputs.remove("conv2");
    partly = folder.resolve("partly.onnx");
    OnnxExporter.write(drawn.network(), new NetworkQuantization(weights, inputs), partly);
  }

  private static CliRun simulate(Path model, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("simulate", model.toString(), "--hardware", "nvdla-small-w2a2", "--json"));
    args.addAll(List.of(more));
    return CliRun.of(args.toArray(String[]::new));
  }

  private static JsonNode layer(CliRun run, String name) throws IOException {
    assertThat(run.exitCode()).as(run.err()).isZero();
    for (JsonNode layer : run.json().at("/simulation/layers")) {
      if (layer.at("/name").asText().equals(name)) {
        return layer;
      }
    }
    throw new AssertionError(name + " in " + run.out());
  }

  @Test
  void bitsAskedForAreThoseOfTheLayerInFloatAlone() throws IOException {
    CliRun asked = simulate(partly, "--bits-of", "conv2=3x5");

    assertThat(layer(asked, "conv2").at("/precision").asText()).isEqualTo("3x5");
    assertThat(layer(asked, "conv1").at("/precision"))
        .isEqualTo(layer(simulate(whole), "conv1").at("/precision"));
    assertThat(asked.json().at("/precision").asText())
        .contains("of 1 layer in float in the file as asked for: conv2");
  }

  @Test
  void theClockedEngineTakesTheSameClocks() throws IOException {
    CliRun event = simulate(partly, "--bits-of", "conv2=4");
    CliRun tick = simulate(partly, "--bits-of", "conv2=4", "--engine", "tick", "--verify");

    assertThat(tick.exitCode()).as(tick.err()).isZero();
    assertThat(tick.out())
        .contains("\"latencyCycles\" : " + event.json().at("/simulation/latencyCycles").asLong());
  }

  @Test
  void bitsOfAStatedLayerAreRefused() {
    CliRun run = simulate(partly, "--bits-of", "conv1=4");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .contains("bits of 'conv1': found a layer whose bits the file states")
        .contains("conv2");
  }
}
