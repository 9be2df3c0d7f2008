package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.precision.Bits;
import dev.twobit.results.LayerWidth;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.NetworkRow;
import dev.twobit.results.ResultsFile;
import dev.twobit.results.RunResults;
import dev.twobit.training.Initializer;
import dev.twobit.training.TestNetworks;
import dev.twobit.verification.DeployedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bits that a method chooses, from the command line to trainings, files, results and report. */
@Tag("slow")
class LayerBitsSearchTest {
  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void writeModel() throws IOException {
    model = folder.resolve("block.onnx");
    OnnxExporter.write(Initializer.initialize(TestNetworks.block(16), 3), model);
  }

  private CliRun searched(Path out, String... more) {
    List<String> args = new ArrayList<>(List.of("search", model.toString()));
    args.addAll(List.of("--data", "embedded", "--held-out", "80%", "--threads", "1"));
    args.addAll(List.of("--hardware", "nvdla-small-w2a2", "--preset", "smoke"));
    args.addAll(List.of("--out", out.toString(), "--epochs", "1", "--batch-size", "50"));
    args.addAll(List.of(more));
    return CliRun.of(args.toArray(String[]::new));
  }

  /**
   * Room for eight bits in every layer: that is what the search chooses, and what all layers can
   * have. Both are trained, deployed and simulated with eight, the original with the two of the
   * accelerator.
   */
  @Test
  void whatIsChosenIsTrainedDeployedAndShown() throws IOException {
    Path out = folder.resolve("search");
    CliRun run =
        searched(
            out,
            "--method",
            "hawq",
            "--latency-budget",
            "99x",
            "--init",
            "imported",
            "--set",
            "hessian-probes=8");
    assertThat(run.exitCode()).as(run.err()).isZero();
    RunResults results = ResultsFile.read(out.resolve("results.json"));
    assertThat(results.networks())
        .extracting(NetworkRow::kind)
        .containsExactly(
            NetworkKind.IMPORTED,
            NetworkKind.FULL_PRECISION,
            NetworkKind.QUANTIZED_ORIGINAL,
            NetworkKind.QUANTIZED_ORIGINAL_UNIFORM_BITS,
            NetworkKind.QUANTIZED_ADAPTED);
    assertThat(results.network(NetworkKind.QUANTIZED_ORIGINAL_UNIFORM_BITS).orElseThrow())
        .usingRecursiveComparison()
        .ignoringFields("kind", "label")
        .isEqualTo(results.network(NetworkKind.QUANTIZED_ADAPTED).orElseThrow());
    assertThat(millijoules(results, NetworkKind.QUANTIZED_ADAPTED))
        .isGreaterThan(millijoules(results, NetworkKind.QUANTIZED_ORIGINAL));
    List<LayerWidth> inner =
        results.widths().stream()
            .filter(w -> w.bits().orElseThrow().original().equals("2x2"))
            .toList();
    assertThat(inner).isNotEmpty();
    Map<String, Bits> stated =
        DeployedNetwork.of(QcdqImporter.read(out.resolve("adapted.onnx")), 2, 8).plan().weighted();
    for (LayerWidth layer : inner) {
      assertThat(layer.bits().orElseThrow().adapted()).isEqualTo("8x8");
      assertThat(stated).containsEntry(layer.layer(), Bits.of(8));
    }
    assertThat(results.checks()).allMatch(check -> check.passed());
    assertThat(results.notes())
        .anyMatch(n -> n.startsWith("Other bits than were asked for were chosen of"));
    CliRun.of("report", out.toString());
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("bits of the adapted", "<td>8x8</td>");
  }

  @Test
  void wrongInputIsOneLine() {
    Path out = folder.resolve("none");
    assertThat(searched(out, "--method", "edmips", "--init", "fresh").err())
        .contains("--method edmips: found no budget");
    assertThat(
            searched(
                    out,
                    "--method",
                    "hawq",
                    "--latency-budget",
                    "2x",
                    "--set",
                    "bit-candidates=2,16",
                    "--init",
                    "fresh")
                .err())
        .contains("--set bit-candidates: found '16', expected 1 to 8");
    assertThat(searched(out, "--method", "hawq", "--latency-budget", "0.1x").err())
        .contains("--latency-budget: found '0.1x'", "the smallest reachable");
    assertThat(out).doesNotExist();
  }

  private static double millijoules(RunResults results, NetworkKind kind) {
    return results.network(kind).orElseThrow().simulated().orElseThrow().energyMillijoules();
  }
}
