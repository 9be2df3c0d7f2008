package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.training.Initializer;
import dev.twobit.training.TestNetworks;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class StudyCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "figg3 | | did you mean 'fig3'?",
        "fig3 | --preset tiny | --preset: found 'tiny', expected one of smoke, small, paper",
        "fig3 | --model resnet9 | --model: found 'resnet9', expected an ONNX file or a name",
        "fig3 | --budget area=1.0x | found 'area', expected one of",
        "fig3 | --budget flops | expected one of",
        "fig3 | --set thresholdd=1 | unknown key 'thresholdd'; did you mean 'threshold'?",
        "fig3 | --methods ncee | --methods: found 'ncee', did you mean 'nce'?",
        "fig3 | --methods wrpn:9 | --methods wrpn:9: found multiplier '9', expected a number",
        "fig3 | --budget flops=1.0y | --budget flops: found '1.0y', expected a value above 0",
        "fig3 | --budget flops=0.001x | --budget flops: found '0.001x'",
        "fig3 | --hardware nowhere | nowhere",
        "fig3 | --parallel 2 --threads 999 | --engine local:2: found --threads 999, expected 1",
        "fig3 | --parallel 2 --engine local:2 | --parallel 2: found --engine too, expected one",
        "fig3 | --engine cloud | --engine: found 'cloud', expected local, local:N with N from",
        "fig3 | --parallel 3 | --parallel: found 3, expected 1 to 2",
        "fig3 | --seeds 0 | --seeds: found 0",
        "fig3 | --held-out 10% | --held-out: found it of study fig3, expected it of study evidence"
            + " or precision",
        "fig3 | --epochs 3 | --epochs: found it of study fig3, expected it of study evidence or"
            + " precision",
        "fig3 | --recost | --recost: found it of study fig3, expected it of study evidence or"
            + " precision",
        "evidence | | --model: found none, expected trained ONNX files",
        "evidence | --model resnet8 --set init=fresh --searches 0 | --searches: found 0, expected",
        "evidence | --model resnet8 --set init=fresh --methods ncee | --methods: found 'ncee'",
        "evidence | --model resnet8 --set init=fresh --held-out 601 | --held-out: found 601,"
            + " expected 1 to 599",
        "evidence | --model resnet8 --set init=fresh --held-out none | --held-out",
        "evidence | --model resnet8 --set init=fresh --budget latency=1.0x,1.0x | found 1.0x twice,"
            + " expected",
        "evidence | --recost | found no search that ended, expected the folder of a study"
      })
  void badInputIsOneLine(String study, String options, String message) {
    List<String> args = new ArrayList<>(List.of("study", study, "--data", "embedded"));
    args.addAll(List.of("--out", folder.resolve("out").toString()));
    if (!args.contains("--threads") && !(options + "").contains("--threads")) {
      args.addAll(List.of("--threads", "1"));
    }
    if (!(options + "").contains("--preset")) {
      args.addAll(List.of("--preset", "smoke"));
    }
    if (options != null) {
      args.addAll(List.of(options.split(" ")));
    }

    CliRun run = CliRun.of(args.toArray(String[]::new));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines()).hasSize(1).first().asString().contains(message);
    assertThat(folder.resolve("out/trials")).doesNotExist();
  }

  /** A kept search whose network is changed leaves its budget; the command says so and fails. */
  @Test
  void whatLeavesItsBudgetIsNamed() throws IOException {
    Path model = folder.resolve("block.onnx");
    OnnxExporter.write(Initializer.initialize(TestNetworks.block(24), 3), model);
    String[] study = {
      "study",
      "evidence",
      "--model",
      model.toString(),
      "--data",
      "embedded",
      "--preset",
      "smoke",
      "--methods",
      "most-macs-params"
    };
    List<String> args = new ArrayList<>(List.of(study));
    args.addAll(List.of("--set", "init=fresh", "--seeds", "1", "--epochs", "1", "--quiet"));
    args.addAll(List.of("--train-images", "5", "--test-images", "2", "--batch-size", "10"));
    Path out = folder.resolve("out");
    args.addAll(List.of("--threads", "1", "--out", out.toString()));
    CliRun run = CliRun.of(args.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(out.resolve("evidence-smoke/study.csv")).content().hasLineCount(1 + 2);

    CliRun again = CliRun.of("study", "evidence", "--recost", "--out", out.toString());
    widen(out.resolve("trials"));
    CliRun changed = CliRun.of("study", "evidence", "--recost", "--out", out.toString());

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out())
        .contains("2 networks, 0 of them with another cost than when they were found, 0 out of");
    assertThat(changed.exitCode()).isEqualTo(1);
    assertThat(changed.err()).isEmpty();
    assertThat(changed.out())
        .contains("1 out of a budget", "LEAVES: most-macs-params, seed 1, of block.onnx")
        .contains("latency=1.0x whole=1.0x, latency ");
  }

  /** Ten times the widths of the network that uses the budget up. */
  private static void widen(Path trials) throws IOException {
    try (Stream<Path> all = Files.list(trials)) {
      for (Path trial : all.filter(Files::isDirectory).toList()) {
        if (Files.readString(trial.resolve("trial.json")).contains("\"most-macs-params\"")) {
          Path result = trial.resolve("result.json");
          String before = Files.readString(result);
          String widths =
              before.substring(before.indexOf("\"widths\""), before.indexOf("\"costs\""));
          Files.writeString(result, before.replace(widths, widths.replaceAll(": (\\d+)", ": $10")));
        }
      }
    }
  }

  /** Table 3 is of a folder of images. */
  @Test
  void tableThreeRunsOnAFolderOfImages() throws IOException {
    Random random = new Random(1);
    for (String part : List.of("train", "test")) {
      for (String name : List.of("cat", "dog")) {
        Path images = Files.createDirectories(folder.resolve("images").resolve(part).resolve(name));
        for (int i = 0; i < 10; i++) {
          BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
          for (int p = 0; p < 400; p++) {
            image.setRGB(p % 20, p / 20, random.nextInt(1 << 24));
          }
          ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
        }
      }
    }
    String out = folder.resolve("out").toString();
    CliRun run =
        CliRun.of(
            "study",
            "table3",
            "--preset",
            "smoke",
            "--data",
            "images:" + folder.resolve("images") + ",size=16",
            "--model",
            "resnet8",
            "--set",
            "search-epochs=1",
            "--set",
            "batch-size=5",
            "--set",
            "architecture-rate=3",
            "--seeds",
            "1",
            "--training-epochs",
            "1",
            "--threads",
            "1",
            "--quiet",
            "--out",
            out);

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Table 3", "as published", "74.03");
    assertThat(folder.resolve("out/table3-smoke/report.html")).exists();
  }
}
