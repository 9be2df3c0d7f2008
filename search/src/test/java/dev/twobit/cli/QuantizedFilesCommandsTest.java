package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.ModelZoo;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.verification.SmallDeployed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands on the files that this project writes: one network, whatever form it is in. */
@Tag("slow")
class QuantizedFilesCommandsTest {
  @TempDir private Path folder;

  private Path file(ExportFormat format) throws IOException {
    SmallDeployed drawn =
        SmallDeployed.of(ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 3), new Random(2));
    Path file = folder.resolve(format.text() + ".onnx");
    OnnxExporter.write(drawn.network(), drawn.quantization(), format, Map.of(), file);
    return file;
  }

  @Test
  void evaluateTakesEveryFormAndSaysTheWidths() throws IOException {
    double top1 = -1;
    for (ExportFormat format : ExportFormat.values()) {
      CliRun run =
          CliRun.of(
              "evaluate",
              file(format).toString(),
              "--data",
              "embedded",
              "--threads",
              "1",
              "--json");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.json().get("widths").asText())
          .matches("weights x activations 8x8 \\(4 layers\\), ([234])x\\1 \\(6 layers\\)");
      assertThat(run.json().get("differingImages").asInt())
          .as("sums half way between two codes may round apart")
          .isLessThan(run.json().get("images").asInt() / 50);
      double percent = run.json().at("/libtorch/top1Percent").asDouble();
      assertThat(percent).isBetween(1.0, 99.0);
      assertThat(top1 < 0 || percent == top1).as("%s: %s", format, percent).isTrue();
      top1 = percent;
    }
  }

  @Test
  void inspectShowsTheBitsOfEveryLayer() throws IOException {
    for (ExportFormat format : ExportFormat.values()) {
      CliRun run = CliRun.of("inspect", file(format).toString());
      CliRun json = CliRun.of("inspect", file(format).toString(), "--json");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out())
          .contains("quantized (" + format.text() + ")")
          .containsPattern("first")
          .containsPattern("Add .* 8\\+8")
          .containsPattern("8x8 +last")
          .containsPattern("PARAMs .*; weights x activations 8x8");
      assertThat(json.json().get("format").asText()).isEqualTo(format.text());
      assertThat(json.json().at("/bits/0/weightBits").asInt()).isEqualTo(8);
      assertThat(json.json().at("/bits/0/inputs/0/bits").asInt()).isEqualTo(8);
    }
  }

  @Test
  void aFileInFloatHasNoBits() throws IOException {
    Path file = folder.resolve("float.onnx");
    OnnxExporter.write(ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 3), file);

    CliRun run = CliRun.of("inspect", file.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).doesNotContain("quantized (").doesNotContain("bits");
  }

  /** It has its integers; what is trained or searched is a network in float. */
  @ParameterizedTest
  @EnumSource(ExportFormat.class)
  void whatIsInFloatElsewhereIsRefusedAsQuantized(ExportFormat format) throws IOException {
    String file = file(format).toString();
    String out = folder.resolve("out").toString();
    for (List<String> command :
        List.of(
            List.of("frontier", file, "--hardware", "toy-8x8-w2a2"),
            List.of("train", file, "--data", "embedded", "--out", out))) {
      CliRun run = CliRun.of(command.toArray(String[]::new));

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.errLines()).hasSize(1);
      assertThat(run.err())
          .contains("the file is quantized and has its own bits")
          .doesNotContain("not supported");
    }
  }
}
