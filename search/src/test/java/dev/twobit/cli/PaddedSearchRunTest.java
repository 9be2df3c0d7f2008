package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twobit.network.Network;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.ResultsFile;
import dev.twobit.results.RunResults;
import dev.twobit.training.Initializer;
import dev.twobit.training.TestNetworks;
import dev.twobit.training.data.FewImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The main job under {@code coupling=padded}: from the settings to the file and back. */
@Tag("slow")
class PaddedSearchRunTest {
  @TempDir private Path folder;

  private List<String> search(Path out, String init, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "search",
                folder.resolve("block.onnx").toString(),
                "--hardware",
                "nvdla-small-w2a2",
                "--latency-budget",
                "<=1.5x",
                "--data",
                "cifar10:" + folder.resolve("images"),
                "--preset",
                "smoke",
                "--method",
                "random",
                "--set",
                "coupling=padded",
                "--set",
                "grid=eighths-2x-16",
                "--seeds",
                "4",
                "--held-out",
                "none",
                "--teacher",
                "none",
                "--init",
                init,
                "--training-epochs",
                "1",
                "--threads",
                "1",
                "--out",
                out.toString()));
    args.addAll(List.of(more));
    return args;
  }

  @ParameterizedTest
  @CsvSource({"fresh", "imported"})
  void theAdaptedFileIsPaddedAndCostsWhatTheRunSays(String init) throws IOException {
    FewImages.write(folder.resolve("images"), 50, 50);
    OnnxExporter.write(
        Initializer.initialize(TestNetworks.block(3, 16), 3), folder.resolve("block.onnx"));
    Path out = folder.resolve(init);
    CliRun run = CliRun.of(search(out, init).toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();

    Network adapted = QcdqImporter.read(out.resolve("adapted.onnx")).network();
    assertThat(adapted.convolutions()).hasSize(3);
    assertThat(adapted.layers()).anyMatch(l -> l.asPad().isPresent());
    RunResults results = ResultsFile.read(out.resolve("results.json"));
    assertThat(results.notes())
        .anyMatch(n -> n.contains("unequal widths, the narrower was padded (steps: 1)"));
    assertThat(results.checks()).isNotEmpty().allMatch(c -> c.passed());
    JsonNode simulated = simulated(out.resolve("adapted.onnx"));
    double additive = simulated.at("/simulation/latencyMilliseconds").asDouble();
    assertThat(results.adapted().latencyMilliseconds())
        .isCloseTo(additive, within(1e-12 * additive));
    assertThat(results.network(NetworkKind.QUANTIZED_ADAPTED)).isPresent();

    // Ended a second time, from what is kept of its trials.
    byte[] file = Files.readAllBytes(out.resolve("adapted.onnx"));
    Files.delete(out.resolve("results.json"));
    CliRun resumed = CliRun.of(search(out, init, "--resume").toArray(String[]::new));
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(out.resolve("adapted.onnx")).hasBinaryContent(file);
    assertThat(ResultsFile.read(out.resolve("results.json")).networks())
        .isEqualTo(results.networks());
  }

  private static JsonNode simulated(Path file) throws IOException {
    CliRun run = CliRun.of("simulate", file.toString(), "--hardware", "nvdla-small-w2a2", "--json");
    return new ObjectMapper().readTree(run.out());
  }
}
