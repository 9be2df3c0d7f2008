package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.ModelZoo;
import dev.twobit.network.ModelZoo.Model;
import dev.twobit.network.ScaledWidths;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.training.Initializer;
import dev.twobit.verification.StatedWidths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file in float becomes integers of any plan's bits, in every form. */
@Tag("slow")
class CalibratedExportTest {
  /**
   * Of thousands of values with up to 256 codes some lie where the order of float additions decides
   * between two; so one image may have other logits, which --verify counts as a failure.
   */
  private static final Pattern IMAGES = Pattern.compile("(\\d) of 8 images within");

  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void writeModel() throws IOException {
    model = folder.resolve("resnet8.onnx");
    OnnxExporter.write(
        Initializer.initialize(
            ScaledWidths.of(ModelZoo.build(Model.RESNET8, 1, 10, 32, 3), 0.25), 3),
        model);
  }

  private CliRun export(Path out, String... more) {
    List<String> args = new ArrayList<>(List.of("export", model.toString()));
    args.addAll(List.of("--out", out.toString()));
    args.addAll(List.of(more));
    return CliRun.of(args.toArray(String[]::new));
  }

  /** Drawn bits of every layer are in the file, which ONNX Runtime and the clocked engine run. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void drawnBitsAreThoseOfTheFile(long seed) {
    Random random = new Random(seed);
    List<String> layers =
        StatedWidths.of(calibrated("qcdq", "--bits", "8")).stream()
            .filter(StatedWidths::weighted)
            .map(StatedWidths::layer)
            .toList();
    Map<String, String> bits =
        layers.stream()
            .collect(
                Collectors.toMap(
                    layer -> layer,
                    layer -> (2 + random.nextInt(7)) + "x" + (2 + random.nextInt(7))));
    String rules =
        bits.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(","));
    // At two bits ONNX Runtime's 2-bit types differ: onnx-io/docs/export-formats.md.
    String residual = String.valueOf(3 + random.nextInt(6));
    String format = List.of("qcdq", "qdq-int2", "qonnx").get((int) seed % 3);
    QcdqFile file = calibrated(format, "--bits-of", rules, "--residual-bits", residual);
    StatedWidths.of(file).stream()
        .filter(StatedWidths::weighted)
        .forEach(
            layer -> {
              String[] asked = bits.getOrDefault(layer.layer(), "").split("x", -1);
              // The levels of few weights may need fewer bits than they may have.
              assertThat(layer.weightBits()).isLessThanOrEqualTo(Integer.parseInt(asked[0]));
              assertThat(layer.inputs())
                  .as(layer.layer())
                  .allMatch(form -> form.bits() == Integer.parseInt(asked[1]));
            });
    CliRun clocked =
        CliRun.of(
            ("simulate " + folder.resolve("x.onnx") + " --hardware toy-8x8-w2a2")
                .concat(" --engine tick --verify")
                .split(" "));
    assertThat(clocked.exitCode()).as(clocked.err() + clocked.out()).isZero();
  }

  private QcdqFile calibrated(String format, String... more) {
    List<String> args = new ArrayList<>(List.of("--format", format, "--data", "embedded"));
    args.add("--verify");
    args.addAll(List.of(more));
    args.add("--force");
    CliRun run = export(folder.resolve("x.onnx"), args.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err() + run.out()).isBetween(0, 1);
    List<String> agreeing =
        IMAGES.matcher(run.out()).results().map(found -> found.group(1)).toList();
    assertThat(agreeing).as(run.out()).isNotEmpty().allMatch(n -> Integer.parseInt(n) >= 7);
    return QcdqImporter.read(folder.resolve("x.onnx"));
  }

  /** ONNX Runtime refuses its Clips ahead of four bits above level BASIC. */
  @Test
  void aNetworkOfClipsIsVerifiedAndEvaluatedInFourBitTypes() throws IOException {
    OnnxExporter.write(
        Initializer.initialize(
            ScaledWidths.of(ModelZoo.build(Model.MOBILENET_V2, 1, 10, 32, 1), 0.25), 3),
        model);
    calibrated("qdq-int2", "--bits", "4");
    CliRun evaluated =
        CliRun.of("evaluate", folder.resolve("x.onnx").toString(), "--data", "embedded");
    assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
  }

  @Test
  void whatCannotBeCalibratedIsRefusedInOneLine() {
    Path out = folder.resolve("y.onnx");
    assertThat(export(out, "--format", "qcdq").err()).contains("--data with images");
    assertThat(export(out, "--format", "qcdq", "--bits-of", "fc=4").err())
        .startsWith("twobit: --bits-of: found no --data");
    assertThat(export(out, "--format", "qcdq", "--data", "embedded", "--bits-of", "fc=1x4").err())
        .contains("fc: found 1 bit, expected 2 to 8");
    assertThat(export(out, "--format", "qcdq", "--data", "embedded", "--bits-of", "fd=4").err())
        .contains("did you mean 'fc'?");
    calibrated("qcdq");
    model = folder.resolve("x.onnx");
    assertThat(export(out, "--format", "qcdq", "--data", "embedded").err())
        .contains("the file is quantized and states its own widths");
    assertThat(out).doesNotExist();
  }
}
