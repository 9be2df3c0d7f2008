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
        StatedWidths.of(calibrated("--bits", "8")).stream()
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
    String residual = String.valueOf(2 + random.nextInt(7));
    String format = List.of("qcdq", "qdq-int2", "qonnx").get((int) seed % 3);
    QcdqFile file = calibrated("--bits-of", rules, "--residual-bits", residual);
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
    Path other = folder.resolve("other.onnx");
    run("export " + folder.resolve("x.onnx") + " --format " + format + " --out " + other);
    run("simulate " + other + " --hardware toy-8x8-w2a2 --engine tick --verify");
  }

  private static CliRun run(String command) {
    CliRun run = CliRun.of(command.split(" "));
    assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
    return run;
  }

  /** Each code that libtorch or ONNX Runtime has otherwise lies on a tie, or the check fails. */
  private QcdqFile calibrated(String... more) {
    Path out = folder.resolve("x.onnx");
    List<String> args = new ArrayList<>(List.of("--format", "qcdq", "--data", "embedded"));
    args.add("--force");
    args.addAll(List.of(more));
    CliRun run = export(out, args.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
    assertThat(run("validate deployed " + out + " --data embedded --images 10 --threads 1").out())
        .contains("ONNX Runtime, 10 images")
        .contains(" 0 unexplained")
        .doesNotContainPattern("[1-9][0-9,]* unexplained");
    return QcdqImporter.read(out);
  }

  /** ONNX Runtime refuses its Clips ahead of four bits above level BASIC. */
  @Test
  void aNetworkOfClipsIsVerifiedAndEvaluatedInFourBitTypes() throws IOException {
    OnnxExporter.write(
        Initializer.initialize(
            ScaledWidths.of(ModelZoo.build(Model.MOBILENET_V2, 1, 10, 32, 1), 0.25), 3),
        model);
    Path out = folder.resolve("x.onnx");
    String all = "inner=4,first=4,last=4,residual=4"; // else they are bytes
    CliRun run =
        export(out, "--format", "qdq-int2", "--data", "embedded", "--bits-of", all, "--verify");
    assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
    assertThat(run.out()).contains("optimization all_but_qdq: refuses to load it");
    run("evaluate " + out + " --data embedded");
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
    calibrated();
    model = folder.resolve("x.onnx");
    assertThat(export(out, "--format", "qcdq", "--data", "embedded").err())
        .contains("the file is quantized and states its own widths");
    assertThat(out).doesNotExist();
  }
}
