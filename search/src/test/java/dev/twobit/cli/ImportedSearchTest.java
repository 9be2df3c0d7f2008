package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.json.Json;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.results.Accuracy;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.NetworkRow;
import dev.twobit.results.ResultsFile;
import dev.twobit.results.RunResults;
import dev.twobit.training.Initializer;
import dev.twobit.training.TestNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trained file from the command line to its search, on a thousand of the embedded images. */
@Tag("slow")
class ImportedSearchTest {
  @TempDir private Path folder;

  private static CliRun run(String command, Path model, Path out, String heldOut, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(command, model.toString(), "--data", "embedded", "--held-out", heldOut));
    args.addAll(List.of("--threads", "1", "--out", out.toString()));
    args.addAll(List.of(more));
    CliRun run = CliRun.of(args.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private static CliRun search(Path model, Path out, String heldOut, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("--hardware", "nvdla-small-w2a2", "--latency-budget", "1.0x", "--method"));
    args.addAll(List.of("original", "--epochs", "1", "--batch-size", "50"));
    args.addAll(List.of(more));
    return run("search", model, out, heldOut, args.toArray(String[]::new));
  }

  private static NetworkRow row(RunResults results, NetworkKind kind) {
    return results.network(kind).orElseThrow();
  }

  private static double top1(RunResults results, NetworkKind kind) {
    return row(results, kind).accuracy(Accuracy.Form.AS_TRAINED).orElseThrow().top1Percent();
  }

  @Test
  void aTrainedFileIsBegunWithAndIsItsOwnTeacher() throws IOException {
    Path fresh = folder.resolve("block.onnx");
    OnnxExporter.write(Initializer.initialize(TestNetworks.block(8), 3), fresh);
    Path trained = folder.resolve("float");
    String[] float32 = {"--weights", "none", "--activations", "none", "--recipe", "small"};
    List<String> options = new ArrayList<>(List.of(float32));
    options.addAll(List.of("--epochs", "5", "--batch-size", "20"));
    run("train", fresh, trained, "80%", options.toArray(String[]::new));
    Path model = trained.resolve("trained.onnx");
    Path out = folder.resolve("run");

    CliRun searched = search(model, out, "80%");

    assertThat(searched.err())
        .contains("begin with the file's weights: top-1 on 1,000 training images measured")
        .contains("teacher: the file itself");
    assertThat(Files.readString(out.resolve("run.yaml")))
        .contains("init: \"imported\"", "sawb:bits=2", "heldOut: \"80%\"")
        .contains("recipe: \"w2a2-finetune\"");
    RunResults results = ResultsFile.read(out.resolve("results.json"));
    assertThat(results.data().trainImages()).isEqualTo(1_000);
    assertThat(top1(results, NetworkKind.FULL_PRECISION))
        .isEqualTo(top1(results, NetworkKind.IMPORTED))
        .isGreaterThan(25);
    assertThat(row(results, NetworkKind.QUANTIZED_ORIGINAL).training())
        .isEqualTo("1 epochs of recipe w2a2-finetune from the file's weights with a teacher");
    assertThat(results.gains())
        .isNotEmpty()
        .noneMatch(gain -> gain.from() == NetworkKind.FULL_PRECISION);
    // Weights that never saw the held-out images do no better on them than on others.
    assertThat(results.notes())
        .noneMatch(note -> note.startsWith("Warning"))
        .anyMatch(note -> note.startsWith("4,000 images are held out"));
    String kept = Json.indented(results.networks());

    search(model, out, "80%", "--resume");

    assertThat(Json.indented(ResultsFile.read(out.resolve("results.json")).networks()))
        .isEqualTo(kept);
    try (var trials = Files.list(out.resolve("trials"))) {
      assertThat(trials).hasSize(1 + 1 + 1); // the search, one training, the file's evaluation
    }
  }
}
