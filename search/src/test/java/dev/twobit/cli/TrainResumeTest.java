package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.training.Checkpoint;
import dev.twobit.training.Initializer;
import dev.twobit.training.TestNetworks;
import dev.twobit.training.data.FewImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training in a process of its own, killed within an epoch. */
@Tag("slow")
class TrainResumeTest {
  private static final long PATIENCE_SECONDS = 300;

  /** Of 2,500 images, 25 at a time. */
  private static final int EPOCH_STEPS = 100;

  @TempDir private Path folder;

  private String[] train(Path out, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train", folder.resolve("block.onnx").toString(),
                "--data", "cifar10:" + folder.resolve("images"),
                "--recipe", "small",
                "--epochs", "2",
                "--batch-size", "25",
                "--threads", "1",
                "--checkpoint-every", "7",
                "--out", out.toString()));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  @Test
  void killedAndInterruptedWithinAnEpochItEndsInTheSameBits() throws Exception {
    FewImages.write(folder.resolve("images"), 250, 20);
    OnnxExporter.write(
        Initializer.initialize(TestNetworks.block(3, 8), 3), folder.resolve("block.onnx"));
    Path whole = folder.resolve("whole");
    CliRun run = CliRun.of(train(whole));
    assertThat(run.exitCode()).as(run.err()).isZero();

    Path cut = folder.resolve("cut");
    endWithin(train(cut), cut, 20, true);
    endWithin(train(cut, "--resume"), cut, 60, false);
    assertThat(Files.readString(folder.resolve("process.txt")))
        .contains("interrupted; the last step is kept")
        .contains("; go on with: twobit train --resume " + cut);
    assertThat(cut.resolve("training.json")).doesNotExist();

    CliRun resumed = CliRun.of("train", "--resume", cut.toString());

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(cut.resolve("checkpoints/training"))
        .hasSameBinaryContentAs(whole.resolve("checkpoints/training"));
    assertThat(cut.resolve("training.json")).hasSameBinaryContentAs(whole.resolve("training.json"));
    assertThat(cut.resolve("trained.onnx")).hasSameBinaryContentAs(whole.resolve("trained.onnx"));
    requireKept(whole);
    assertThat(Files.readString(whole.resolve("run.yaml")))
        .contains("batchNorm")
        .contains("libtorch")
        .contains("threads: 1");
  }

  /** The training is one trial, and is not run again where its result is. */
  private void requireKept(Path whole) throws IOException {
    List<Path> results;
    try (var trials = Files.list(whole.resolve("trials"))) {
      results = trials.map(trial -> trial.resolve("result.json")).toList();
    }
    assertThat(results).hasSize(1);
    String kept = Files.readString(results.get(0));
    assertThat(kept).contains("\"kind\" : \"training\"");
    byte[] trained = Files.readAllBytes(whole.resolve("trained.onnx"));
    Files.delete(whole.resolve("trained.onnx"));
    long epochs = epochs(whole);

    CliRun again = CliRun.of(train(whole, "--resume"));

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(epochs(whole)).isEqualTo(epochs);
    assertThat(Files.readString(results.get(0))).isEqualTo(kept);
    assertThat(whole.resolve("trained.onnx")).hasBinaryContent(trained);
  }

  private static long epochs(Path out) throws IOException {
    return Files.readAllLines(out.resolve("log.jsonl")).stream()
        .filter(line -> line.contains("\"event\":\"epoch\""))
        .count();
  }

  /** Ends the process once its checkpoint, within the first epoch, holds so many steps. */
  private void endWithin(String[] args, Path out, int steps, boolean forcibly) throws Exception {
    EndedProcess.run(
        List.of(args),
        folder.resolve("process.txt"),
        () -> position(out) >= steps,
        PATIENCE_SECONDS,
        forcibly);
    assertThat(position(out)).isGreaterThanOrEqualTo(steps).isLessThan(2 * EPOCH_STEPS);
    assertThat(position(out) % EPOCH_STEPS).as("within an epoch").isPositive();
  }

  /** Steps done. */
  private static int position(Path out) throws IOException {
    Path file = out.resolve("checkpoints/training");
    if (!Files.exists(file)) {
      return 0;
    }
    Map<String, String> texts;
    int epochs;
    try {
      Checkpoint checkpoint = Checkpoint.read(file);
      texts = checkpoint.texts();
      epochs = checkpoint.epochsDone();
    } catch (java.nio.file.NoSuchFileException e) {
      return 0; // just being replaced
    }
    return EPOCH_STEPS * epochs + Integer.parseInt(texts.getOrDefault("step", "0"));
  }
}
