package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.json.Json;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.results.Gain;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.NetworkRow;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bits of the residual path from the command line to files and report, on five hundred images. */
@Tag("slow")
class ResidualBitsTest {
  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void writeModel() throws IOException {
    model = folder.resolve("block.onnx");
    FewImages.write(folder.resolve("images"), 100, 50);
    OnnxExporter.write(Initializer.initialize(TestNetworks.block(3, 16), 3), model);
  }

  private CliRun run(String command, Path out, String... more) {
    List<String> args = new ArrayList<>(List.of(command, model.toString()));
    args.addAll(List.of("--data", "cifar10:" + folder.resolve("images")));
    args.addAll(List.of("--held-out", "50%", "--threads", "1"));
    args.addAll(List.of("--out", out.toString(), "--epochs", "1", "--batch-size", "50"));
    args.addAll(List.of(more));
    return CliRun.of(args.toArray(String[]::new));
  }

  private static List<Activations> read(Path file, String layer) {
    return QcdqImporter.read(file).quantization().inputs().getOrDefault(layer, List.of());
  }

  @Test
  void aTrainingIsDeployedWithItsBits() throws IOException {
    Path out = folder.resolve("train");
    CliRun trained = run("train", out, "--residual-bits", "4", "--recipe", "small");
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(Files.readString(out.resolve("run.yaml")))
        .contains("residualBits: 4", "residual: \"lsq:bits=4\"");
    assertThat(Files.readString(out.resolve("deployment.json"))).contains("\"residualBits\" : 4");
    assertThat(read(out.resolve("trained.onnx"), "add"))
        .extracting(Activations::bits)
        .containsExactly(4, 4);
    assertThat(read(out.resolve("trained.onnx"), "pool"))
        .extracting(Activations::bits)
        .containsExactly(4);
    assertThat(trained.out()).doesNotContain("unequal").contains("0 unexplained");
  }

  /** Super-nets are searched with the same codes. */
  @Test
  void aSearchByGradientHasItsBits() {
    Path out = folder.resolve("tas");
    List<String> args = new ArrayList<>(List.of("--hardware", "nvdla-small-w2a2"));
    args.addAll(List.of("--latency-budget", "1.0x", "--preset", "smoke", "--method", "tas"));
    args.addAll(List.of("--init", "fresh", "--residual-bits", "2"));
    CliRun searched = run("search", out, args.toArray(String[]::new));
    assertThat(searched.exitCode()).as(searched.err()).isZero();
    RunResults results = ResultsFile.read(out.resolve("results.json"));
    assertThat(results.request().arithmetic().residualBits()).isEqualTo(2);
    assertThat(results.request().arithmetic().quantizer()).endsWith("residual path lsq:bits=2");
    assertThat(read(out.resolve("adapted.onnx"), "add"))
        .allMatch(form -> form.bits() == 2)
        .isNotEmpty();
    assertThat(results.checks()).allMatch(check -> check.passed());
  }

  @Test
  void bitsThatAreNoneOrTwiceAskedForAreRefusedInOneLine() {
    Path out = folder.resolve("none");
    assertThat(run("train", out, "--residual-bits", "1").err())
        .contains("--residual-bits: found 1, expected 2 to 8");
    assertThat(run("train", out, "--residual-bits", "4", "--residual", "lsq:bits=2").err())
        .contains("found other bits than --residual-bits 4");
    assertThat(
            run("train", out, "--residual-bits", "4", "--weights", "none", "--activations", "none")
                .err())
        .contains("--residual-bits: found 4 of a network in full precision");
    assertThat(searched(out, "--residual-bits", "4").err())
        .contains("--residual-bits: found 4 and --set residual-bits=search");
    assertThat(out).doesNotExist();
  }

  private CliRun searched(Path out, String... more) {
    List<String> args = new ArrayList<>(List.of("--hardware", "nvdla-small-w2a2"));
    args.addAll(List.of("--latency-budget", "1.0x", "--preset", "smoke", "--init", "fresh"));
    args.addAll(List.of("--set", "residual-bits=search", "--set", "field-networks=6"));
    args.addAll(List.of("--set", "calibrated-networks=0", "--set", "halving-rungs=1"));
    args.addAll(List.of("--set", "final-networks=1", "--set", "final-seeds=2"));
    args.addAll(List.of(more));
    return run("search", out, args.toArray(String[]::new));
  }

  /**
   * A run whose search is done goes on from what was found: here, for the test's sake, other bits
   * than the original's.
   */
  @Test
  void whatASearchChoosesIsTrainedDeployedAndShownBesideTheOriginalAtTheSameBits()
      throws IOException {
    Path out = folder.resolve("search");
    CliRun first = searched(out);
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.err()).contains("residual bits 8", "residual bits 4", "residual bits 2");
    assertThat(ResultsFile.read(out.resolve("results.json")).search().verdict().orElseThrow())
        .extracting(v -> v.residualBits().orElse(0))
        .isIn(8, 4, 2);
    chooseTwoBits(out);

    CliRun resumed = searched(out, "--resume");

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    RunResults results = ResultsFile.read(out.resolve("results.json"));
    assertThat(results.networks())
        .extracting(NetworkRow::kind)
        .containsExactly(
            NetworkKind.IMPORTED,
            NetworkKind.FULL_PRECISION,
            NetworkKind.QUANTIZED_ORIGINAL,
            NetworkKind.QUANTIZED_ORIGINAL_FOUND_BITS,
            NetworkKind.QUANTIZED_ADAPTED);
    double eight = millijoules(results, NetworkKind.QUANTIZED_ORIGINAL);
    assertThat(millijoules(results, NetworkKind.QUANTIZED_ORIGINAL_FOUND_BITS)).isLessThan(eight);
    assertThat(results.gains())
        .extracting(Gain::from)
        .contains(NetworkKind.QUANTIZED_ORIGINAL, NetworkKind.QUANTIZED_ORIGINAL_FOUND_BITS);
    assertThat(results.search().verdict().orElseThrow().residualBits()).contains(2);
    assertThat(results.notes()).anyMatch(n -> n.startsWith("The search chose 2 bits"));
    assertThat(read(out.resolve("adapted.onnx"), "add"))
        .extracting(Activations::bits)
        .containsExactly(2, 2);
    assertThat(results.checks()).allMatch(check -> check.passed());
    CliRun.of("report", out.toString());
    assertThat(Files.readString(out.resolve("report.html"))).contains("residual path at 2");
  }

  private static double millijoules(RunResults results, NetworkKind kind) {
    return results.network(kind).orElseThrow().simulated().orElseThrow().energyMillijoules();
  }

  private static void chooseTwoBits(Path out) throws IOException {
    List<Path> results;
    try (var all = Files.walk(out.resolve("trials"))) {
      results = all.filter(f -> f.endsWith("result.json")).toList();
    }
    int changed = 0;
    for (Path file : results) {
      ObjectNode result = (ObjectNode) Json.parse(Files.readString(file));
      if (result.at("/account/verdict") instanceof ObjectNode verdict) {
        verdict.put("residualBits", 2).put("returned", "ANOTHER");
        Files.writeString(file, result.toString());
        changed++;
      }
    }
    assertThat(changed).isEqualTo(1);
  }
}
