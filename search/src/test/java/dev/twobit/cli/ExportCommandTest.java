package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.network.ModelZoo;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.verification.SmallDeployed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class ExportCommandTest {
  @TempDir private Path folder;

  private Path run() throws IOException {
    SmallDeployed drawn = SmallDeployed.draw(3);
    Path file = folder.resolve("run/adapted.onnx");
    OnnxExporter.write(drawn.network(), drawn.quantization(), file);
    Files.writeString(
        folder.resolve("run/run.yaml"), "hardware: toy\nbudgets:\n- latency=1.0x\nseeds:\n- 7\n");
    return folder.resolve("run");
  }

  private CliRun export(Path source, String format, Path out, String... more) {
    String[] args = new String[6 + more.length];
    System.arraycopy(
        new String[] {"export", source.toString(), "--format", format, "--out", out.toString()},
        0,
        args,
        0,
        6);
    System.arraycopy(more, 0, args, 6, more.length);
    return CliRun.of(args);
  }

  private static JsonNode simulated(Path model) throws IOException {
    CliRun run = CliRun.of("simulate", model.toString(), "--hardware", "toy-8x8-w2a2", "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json().at("/simulation/layers");
  }

  @ParameterizedTest
  @CsvSource({"qcdq,4", "qdq-int2,3", "qonnx,0"})
  void everyFormIsVerifiedSimulatesAlikeAndGoesBack(String format, int runtimes)
      throws IOException {
    Path source = run();
    Path out = folder.resolve("new/out.onnx");

    CliRun run = export(source, format, out, "--verify");

    assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
    assertThat(run.out()).contains("the same integers read back").contains("qdq-int2");
    assertThat(run.out().lines().filter(l -> l.startsWith("ONNX Runtime, "))).hasSize(runtimes);
    assertThat(run.out()).contains("plain Java, from the file read back: largest logit");
    assertThat(simulated(out)).isEqualTo(simulated(source.resolve("adapted.onnx")));
    assertThat(QcdqImporter.read(out).metadata())
        .containsEntry("twobit.hardware", "toy")
        .containsEntry("twobit.budgets", "latency=1.0x")
        .containsEntry("twobit.seeds", "7")
        .containsKey("twobit.version");
    assertThat(export(out, "qcdq", folder.resolve("back.onnx")).exitCode()).isZero();
    assertThat(QcdqImporter.read(folder.resolve("back.onnx")).metadata())
        .isEqualTo(QcdqImporter.read(out).metadata());
  }

  /** Some of its sums lie where float32 decides the code, and so do logits then. */
  @Test
  void sumsHalfWayBetweenTwoCodesAreNoError() throws IOException {
    SmallDeployed drawn = SmallDeployed.draw(13);
    Path file = folder.resolve("ties.onnx");
    OnnxExporter.write(drawn.network(), drawn.quantization(), file);

    CliRun run = export(file, "qcdq", folder.resolve("x.onnx"), "--verify");

    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(run.out())
        .containsPattern(
            "[4-7] of 8 images within 1e-4\\R +([1-4]) of the other \\1 follow from codes that are"
                + " explained")
        .doesNotContain("FAILED");
  }

  @Test
  void theCureIsPrintedWithTheSmallFile() throws IOException {
    CliRun run = export(run(), "qdq-int2", folder.resolve("x.onnx"));

    assertThat(run.out()).contains("session.disable_quant_qdq=1");
    assertThat(Files.list(folder)).noneMatch(p -> p.toString().endsWith(".tmp"));
  }

  @Test
  void badInputIsOneLineAndWritesNothing() throws IOException {
    Path plain = folder.resolve("float.onnx");
    OnnxExporter.write(ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 1), plain);
    Path out = folder.resolve("out.onnx");

    CliRun run = export(plain, "qonnx", out);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.errLines().get(0)).contains("float.onnx: found no quantization in the file");
    assertThat(export(folder, "qcdq", out).errLines().get(0)).contains("adapted.onnx");
    assertThat(export(run(), "int3", out).errLines().get(0)).contains("found 'int3'");
    assertThat(out).doesNotExist();
  }
}
