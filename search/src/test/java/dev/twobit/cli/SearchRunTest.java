package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.OnnxRuntimeSession;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.results.Accuracy;
import dev.twobit.results.BudgetResult;
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
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job on a network of one block and some of the embedded images. */
@Tag("slow")
class SearchRunTest {
  private static final long PATIENCE_SECONDS = 600;

  @TempDir private Path folder;

  private List<String> search(Path out, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "search",
                folder.resolve("block.onnx").toString(),
                "--hardware",
                "nvdla-small-w2a2",
                "--latency-budget",
                "1.0x",
                "--data",
                "cifar10:" + folder.resolve("images"),
                "--preset",
                "smoke",
                "--method",
                "nce",
                "--held-out",
                "none",
                "--warmup-epochs",
                "1",
                "--search-epochs",
                "3",
                "--training-epochs",
                "4",
                "--batch-size",
                "40",
                "--set",
                "batch-size=50",
                "--set",
                "architecture-rate=0.1",
                "--threads",
                "2",
                "--out",
                out.toString()));
    args.addAll(List.of(more));
    return args;
  }

  private void writeInputs(int width) throws IOException {
    FewImages.write(folder.resolve("images"), 100, 50);
    OnnxExporter.write(
        Initializer.initialize(TestNetworks.block(3, width), 3), folder.resolve("block.onnx"));
  }

  private static CliRun run(List<String> args) {
    return CliRun.of(args.toArray(String[]::new));
  }

  @Test
  void aKilledRunEndsInTheSameBitsAsAWholeOne() throws Exception {
    writeInputs(16);
    Path whole = folder.resolve("whole");
    CliRun run = run(search(whole));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(5);
    assertThat(run.err()).contains("search").contains("of budget").contains("left");
    assertThat(run.err()).contains("the file is untrained: networks begin with fresh weights");
    requireWhole(whole);

    Path cut = folder.resolve("cut");
    killAfterEpochs(search(cut), cut, 1, false);
    assertThat(text(cut.resolveSibling("killed.txt")))
        .contains("interrupted; finished epochs are kept")
        .contains("; go on with: twobit search --resume " + cut);
    killAfterEpochs(search(cut, "--resume"), cut, 3, true);
    assertThat(cut.resolve("results.json")).doesNotExist();

    CliRun other = run(search(cut, "--resume", "--bits", "4"));
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.errLines()).hasSize(1);
    assertThat(other.err()).contains("run.yaml").contains("bits=2").contains("bits=4");

    CliRun resumed = CliRun.of("search", "--resume", cut.toString());
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    requireWhole(cut);
    requireKept(cut);
    assertThat(cut.resolve("adapted.onnx")).hasSameBinaryContentAs(whole.resolve("adapted.onnx"));
    RunResults a = ResultsFile.read(whole.resolve("results.json"));
    RunResults b = ResultsFile.read(cut.resolve("results.json"));
    assertThat(b.networks()).isEqualTo(a.networks());
    assertThat(b.widths()).isEqualTo(a.widths());
    assertThat(b.search().decisions()).isEqualTo(a.search().decisions());
    assertThat(b.search().epochs())
        .usingRecursiveComparison()
        .ignoringFields("seconds")
        .isEqualTo(a.search().epochs());
  }

  private void requireWhole(Path run) throws IOException {
    RunResults results = ResultsFile.read(run.resolve("results.json"));
    assertThat(results.budgets()).hasSize(2).allMatch(BudgetResult::met);
    CliRun simulated =
        CliRun.of(
            "simulate",
            run.resolve("adapted.onnx").toString(),
            "--hardware",
            "nvdla-small-w2a2",
            "--json");
    // The file's logits are sums with a bias, and so are those that a search plans.
    double whole =
        new ObjectMapper()
            .readTree(simulated.out())
            .at("/backToBack/latencyMilliseconds")
            .asDouble();
    assertThat(results.budgets().get(1).achievedValue()).isCloseTo(whole, within(1e-12 * whole));
    double additive = results.adapted().latencyMilliseconds();
    assertThat(results.budgets().get(0).achievedValue())
        .isCloseTo(additive, within(1e-12 * additive));
    assertThat(results.checks()).isNotEmpty().allMatch(c -> c.passed());
    assertThat(results.search().epochs()).hasSize(1 + 3 + 3 * 4);
    NetworkRow adapted = results.network(NetworkKind.QUANTIZED_ADAPTED).orElseThrow();
    double trained = adapted.accuracy(Accuracy.Form.AS_TRAINED).orElseThrow().top1Percent();
    double deployed = adapted.accuracy(Accuracy.Form.AS_DEPLOYED).orElseThrow().top1Percent();
    assertThat(trained).isGreaterThan(25);
    assertThat(deployed).isCloseTo(trained, within(3.0));
    try (var session = OnnxRuntimeSession.open(run.resolve("adapted.onnx"))) {
      assertThat(session.run(new float[3 * 32 * 32], TensorShape.of(1, 3, 32, 32))).hasSize(10);
    }
    // The file takes pixels, and is what was measured on normalized images.
    CliRun evaluated =
        CliRun.of(
            "evaluate",
            run.resolve("adapted.onnx").toString(),
            "--data",
            "cifar10:" + folder.resolve("images"),
            "--json");
    assertThat(evaluated.json().at("/onnxRuntime/top1Percent").asDouble()).isEqualTo(deployed);
    assertThat(evaluated.json().path("normalization").asText()).isEqualTo("none");
    assertThat(results.setting().usage().orElseThrow().command()).startsWith("twobit search ");
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("2-bit adapted")
        .contains(String.format(Locale.ROOT, "%.2f", trained));
    assertThat(Files.readString(run.resolve("run.yaml"))).contains("modelSha256").contains("1.0x");
    List<Path> left;
    try (var files = Files.list(run)) {
      left = files.filter(f -> f.toString().endsWith(".tmp")).toList();
    }
    assertThat(left).isEmpty();
  }

  /** What a run is made of has its result in a folder of its own; nothing is run again. */
  private void requireKept(Path run) throws IOException {
    List<String> kept = kept(run);
    assertThat(kept).hasSize(1 + 3 + 1); // the search, the trainings, the imported weights
    assertThat(kept).filteredOn(text -> text.contains("\"kind\" : \"evaluation\"")).hasSize(1);
    long epochs = epochs(run);

    CliRun again = run(search(run, "--resume"));

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(kept(run)).isEqualTo(kept);
    assertThat(epochs(run)).isEqualTo(epochs);
  }

  /** Results of the trials; each has the seconds that it took, so no two runs write the same. */
  private static List<String> kept(Path run) throws IOException {
    try (var trials = Files.list(run.resolve("trials"))) {
      return trials.sorted().map(trial -> text(trial.resolve("result.json"))).toList();
    }
  }

  /** Starts the search in a process of its own and ends it once its log tells of some epochs. */
  private static void killAfterEpochs(List<String> args, Path out, int epochs, boolean forcibly)
      throws Exception {
    EndedProcess.run(
        args,
        out.resolveSibling("killed.txt"),
        () -> epochs(out) >= epochs,
        PATIENCE_SECONDS,
        forcibly);
    assertThat(epochs(out))
        .as(() -> text(out.resolveSibling("killed.txt")))
        .isGreaterThanOrEqualTo(epochs);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static long epochs(Path out) throws IOException {
    Path log = out.resolve("log.jsonl");
    return Files.exists(log)
        ? Files.readString(log).lines().filter(l -> l.contains("\"event\":\"epoch\"")).count()
        : 0;
  }

  @Test
  void everyEpochIsLoggedWithWhatTheSearchSaw() throws IOException {
    writeInputs(8);
    Path out = folder.resolve("run");
    CliRun run = run(search(out, "--json", "--quiet"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    JsonNode shown = run.json();
    assertThat(shown.at("/comparison/budgets/0/met").asBoolean()).isTrue();
    List<String> lines = Files.readAllLines(out.resolve("log.jsonl"));
    JsonNode search =
        new ObjectMapper()
            .readTree(lines.stream().filter(l -> l.contains("\"search\":{")).toList().get(1));
    for (String key :
        List.of(
            "units/probabilities", "units/meanGradients", "costs/expected", "winner/genotype")) {
      assertThat(search.at("/search/" + key).size()).as(key).isPositive();
    }
  }
}
