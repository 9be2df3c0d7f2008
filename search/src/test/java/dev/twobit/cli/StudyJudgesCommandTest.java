package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.json.Json;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.ScaledWidths;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.training.Initializer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exam of a ResNet-8 of a few channels on a few small images. */
@Tag("slow")
class StudyJudgesCommandTest {
  private static final int PIXELS = 16;

  @TempDir private Path folder;

  @BeforeEach
  void writeModelAndImages() throws IOException {
    OnnxExporter.write(
        Initializer.initialize(
            ScaledWidths.of(ModelZoo.build(ModelZoo.Model.RESNET8, 3, 2, PIXELS, 1), 0.5), 1),
        folder.resolve("net.onnx"));
    Random random = new Random(1);
    for (String part : List.of("train/cat", "train/dog", "test/cat", "test/dog")) {
      Path images = Files.createDirectories(folder.resolve("images").resolve(part));
      for (int i = 0; i < (part.startsWith("train") ? 30 : 2); i++) {
        BufferedImage image = new BufferedImage(PIXELS, PIXELS, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < PIXELS * PIXELS; p++) {
          image.setRGB(p % PIXELS, p / PIXELS, random.nextInt(1 << 24));
        }
        ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
      }
    }
  }

  private CliRun exam(String out, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "study",
                "judges",
                folder.resolve("net.onnx").toString(),
                "--data",
                "images:" + folder.resolve("images") + ",size=" + PIXELS));
    args.addAll(List.of("--hardware", "nvdla-small-w2a2", "--preset", "smoke", "--threads", "1"));
    args.addAll(List.of("--out", folder.resolve(out).toString()));
    args.addAll(List.of(more));
    return CliRun.of(args.toArray(String[]::new));
  }

  private CliRun small(String out, String... more) {
    List<String> args = new ArrayList<>(List.of("--params-budget", "1.0x", "--held-out", "40"));
    args.addAll(List.of("--init", "fresh", "--epochs", "2", "--batch-size", "10"));
    args.addAll(List.of("--trainings", "1", "--networks", "5"));
    args.addAll(List.of(more));
    return exam(out, args.toArray(String[]::new));
  }

  private String result(String out) throws IOException {
    ObjectNode study =
        (ObjectNode) Json.parse(Files.readString(folder.resolve(out + "/judges-smoke/study.json")));
    study.remove("times");
    return study.toString();
  }

  @Test
  void trialsThatAreLostAreRunAgainToTheSameBytes() throws IOException {
    CliRun whole = small("runs");
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    String first = result("runs");
    int trials = trials().size();
    List<Path> lost = judgings();
    for (Path trial : lost) {
      Files.delete(trial.resolve("result.json"));
    }

    CliRun again = small("runs");

    assertThat(whole.err())
        .contains(trials + " trials, 0 of them done; the others take about ")
        .doesNotContain("about 0 s");
    assertThat(whole.out())
        .contains("Against held-out cross-entropy after full training", "MACs x PARAMs")
        .contains("trained for 1 epoch", "calibrated, not trained", "kept importance")
        .contains("original");
    assertThat(again.err())
        .contains(trials + " trials, " + (trials - lost.size()) + " of them done");
    assertThat(lost).hasSizeGreaterThan(4);
    assertThat(result("runs")).isEqualTo(first);
    assertThat(Files.readString(folder.resolve("runs/judges-smoke/report.html")))
        .contains("data-chart=\"judges\"");
  }

  private List<Path> trials() throws IOException {
    try (Stream<Path> trials = Files.list(folder.resolve("runs/trials"))) {
      return trials.filter(Files::isDirectory).sorted().toList(); // beside the instruction sets
    }
  }

  /** Every second. */
  private List<Path> judgings() throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path trial : trials()) {
      if (Files.readString(trial.resolve("trial.json")).contains("\"kind\" : \"judging\"")) {
        all.add(trial);
      }
    }
    return IntStream.range(0, all.size()).filter(i -> i % 2 == 0).mapToObj(all::get).toList();
  }

  @Test
  void badInputIsOneLine() {
    refused("expected one such as --latency-budget 1.0x");
    refused("found a list of budgets", "--latency-budget", "0.8x,1.0x");
    refused("--networks: found 4, expected 5 to", "--networks", "4");
    refused("held-out images, expected at least", "--latency-budget", "1x", "--held-out", "7");
    refused(
        "--set residual-bits=search", "--latency-budget", "1x", "--set", "residual-bits=search");
    refused("Unknown option: '--resume'", "--resume");
  }

  private void refused(String message, String... more) {
    CliRun run = exam("out", more);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.errLines()).hasSize(1).first().asString().contains(message);
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
