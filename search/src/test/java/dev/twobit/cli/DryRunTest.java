package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.training.Initializer;
import dev.twobit.training.TestNetworks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --dry-run}: what would be done, and nothing is. */
@Tag("slow")
class DryRunTest {
  @TempDir private Path folder;

  private CliRun run(String command, String... more) throws IOException {
    Path model = folder.resolve("block.onnx");
    OnnxExporter.write(Initializer.initialize(TestNetworks.block(8), 3), model);
    List<String> args =
        new ArrayList<>(List.of(command, model.toString(), "--data", "embedded", "--threads", "1"));
    args.addAll(List.of("--out", folder.resolve("run").toString(), "--dry-run"));
    args.addAll(List.of(more));
    CliRun run = CliRun.of(args.toArray(String[]::new));
    assertThat(folder.resolve("run")).doesNotExist();
    return run;
  }

  @Test
  void aTrainingIsItsEpochs() throws IOException {
    CliRun run = run("train", "--recipe", "small", "--epochs", "3");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("training of 3 epochs")
        .contains("would be written to " + folder.resolve("run"));
  }

  /** From fresh weights: full precision, the original and what is found, once a seed. */
  @Test
  void aSearchIsFollowedByItsTrainings() throws IOException {
    CliRun run =
        run(
            "search",
            "--hardware",
            "toy-8x8-w2a2",
            "--latency-budget",
            "1.0x",
            "--preset",
            "smoke",
            "--method",
            "nce",
            "--held-out",
            "none",
            "--seeds",
            "1,2",
            "--training-epochs",
            "4",
            "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode parts = run.json().path("parts");
    assertThat(parts.at("/0/what").asText()).isEqualTo("search by nce");
    assertThat(parts.at("/1/what").asText()).isEqualTo("trainings of 4 epochs");
    assertThat(parts.at("/1/times").asInt()).isEqualTo(2 * 3);
    assertThat(parts).allMatch(part -> part.path("seconds").asDouble() > 0);
  }

  @Test
  void whatTheRunIsRefusedForTheDryRunIs() throws IOException {
    CliRun run =
        run(
            "search",
            "--hardware",
            "toy-8x8-w2a2",
            "--latency-budget",
            "0.0001x",
            "--preset",
            "smoke");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines()).hasSize(2); // the first says that steps are measured
  }
}
