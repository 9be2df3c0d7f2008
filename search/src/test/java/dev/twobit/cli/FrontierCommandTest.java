package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.search.NetworkSketch;
import dev.twobit.training.Initializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrontierCommandTest {
  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void network() throws IOException {
    model = folder.resolve("mobile.onnx");
    OnnxExporter.write(Initializer.initialize(NetworkSketch.mobile(), 1), model);
  }

  private CliRun frontier(String... more) {
    List<String> all = new java.util.ArrayList<>(List.of("frontier", model.toString()));
    all.addAll(List.of("--hardware", "nvdla-small-w2a2"));
    all.addAll(List.of(more));
    return CliRun.of(all.toArray(String[]::new));
  }

  @Test
  void everyNetworkIsWithinBothLatencies() throws IOException {
    CliRun run = frontier("--latency-budget", "1.0x", "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode json = run.json();
    assertThat(json.at("/asked/budgets"))
        .extracting(JsonNode::asText)
        .containsExactly("latency=1.0x", "whole=1.0x");
    assertThat(json.get("networks")).isNotEmpty();
    double macs = 0;
    for (JsonNode network : json.get("networks")) {
      assertThat(network.get("latency").asDouble()).isLessThanOrEqualTo(1);
      assertThat(network.get("whole").asDouble()).isLessThanOrEqualTo(1);
      macs = Math.max(macs, network.get("macs").asDouble());
    }
    assertThat(json.at("/mostMacs/macs").asDouble()).isEqualTo(macs);
    assertThat(json.get("summary")).hasSize(2);
  }

  @Test
  void textBeginsWithTheTwoLinesAndFilesAreWritten() throws IOException {
    CliRun run = frontier("--out", folder.resolve("out").toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(0)).containsPattern("networks? uses? the budget up");
    assertThat(lines.get(1)).startsWith("cheap to widen: ").contains("; dear: ");
    assertThat(folder.resolve("out/frontier.json")).exists();
    assertThat(Files.readAllLines(folder.resolve("out/networks.csv")).get(0))
        .contains("macs_share,params_share,latency_share,whole_share");
    assertThat(Files.readString(folder.resolve("out/report.html"))).contains("macsLatency");
  }

  @Test
  void budgetsOutOfReachAreOneLine() {
    CliRun run = frontier("--latency-budget", "0.001x");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().strip().lines()).hasSize(1);
    assertThat(run.err()).contains("--latency-budget: found '0.001x'", "the smallest reachable");
    assertThat(frontier("--latency-budget", "fast").exitCode()).isEqualTo(2);
  }
}
