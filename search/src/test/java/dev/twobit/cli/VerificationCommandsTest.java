package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.network.ModelZoo;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.verification.SmallDeployed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands that hold integers against other computations say. */
class VerificationCommandsTest {
  @TempDir private Path folder;

  private String small() throws IOException {
    SmallDeployed drawn = SmallDeployed.draw(3);
    Path file = folder.resolve("small.onnx");
    OnnxExporter.write(drawn.network(), drawn.quantization(), file);
    return file.toString();
  }

  private static CliRun simulate(String model, String... more) {
    String[] args = new String[4 + more.length];
    args[0] = "simulate";
    args[1] = model;
    args[2] = "--hardware";
    args[3] = "toy-8x8-w2a2";
    System.arraycopy(more, 0, args, 4, more.length);
    return CliRun.of(args);
  }

  @Test
  void theClockedEngineIsVerifiedLayerByLayer() throws IOException {
    CliRun run = simulate(small(), "--engine", "tick", "--verify");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().filter(l -> l.endsWith("outputs equal, cycles equal"))).hasSize(9);
    assertThat(run.out().strip()).endsWith("8 layers: outputs equal, cycles equal");
    assertThat(run.out()).contains("a second").contains("the file's own codes");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 120);
  }

  @Test
  void bothEnginesReportTheSameCycles() throws IOException {
    String model = small();

    JsonNode event = simulate(model, "--json").json();
    JsonNode tick = simulate(model, "--engine", "tick", "--json").json();

    assertThat(event.at("/simulation/latencyCycles").asLong()).isPositive();
    assertThat(tick.at("/run/simulation")).isEqualTo(event.at("/simulation"));
    assertThat(tick.at("/verification/compared").asBoolean()).isFalse();
    assertThat(tick.at("/verification/clocks").asLong()).isPositive();
  }

  @Test
  void aFloatFileSaysWhatItsIntegersAre() throws IOException {
    Path file = folder.resolve("float.onnx");
    OnnxExporter.write(SmallDeployed.draw(3).network(), file);

    CliRun run = simulate(file.toString(), "--engine", "tick", "--verify", "--seed", "7");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("not quantized, its function is not kept")
        .contains("uniform random image, seed 7");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 120);
  }

  @Test
  void contradictionsAreOneLine() throws IOException {
    String model = small();
    assertUsage(simulate(model, "--verify"), "--verify: found --engine event");
    assertUsage(simulate(model, "--data", "embedded"), "--data: found --engine event");
    assertUsage(simulate(model, "--bits", "4"), "--bits: the file is quantized");
    assertUsage(
        simulate(model, "--engine", "tick", "--data", "embedded"), "small.onnx: expects images");
  }

  /** The event engine would leave zeros out, and the two could not be compared. */
  @Test
  void weightsWithoutTheirZerosAreRefused() throws IOException {
    Path masked = folder.resolve("masked.yaml");
    Files.writeString(
        masked,
        HardwareCatalog.text("nvdla-large-w8a8")
            .replace("\nmemory:\n", "\nmemory:\n  weightCompression: zero_mask\n"));

    assertUsage(
        CliRun.of("simulate", small(), "--hardware", masked.toString(), "--engine", "tick"),
        "'memory.weightCompression': found zero_mask, expected none");
  }

  private static void assertUsage(CliRun run, String message) {
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.errLines().get(0)).contains(message);
  }

  @Tag("slow")
  @Test
  void aDeployedFileIsHeldAgainstOnnxRuntime() throws IOException {
    SmallDeployed drawn =
        SmallDeployed.of(ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 3), new Random(1));
    Path file = folder.resolve("resnet8.onnx");
    OnnxExporter.write(drawn.network(), drawn.quantization(), file);

    CliRun run =
        CliRun.of("validate", "deployed", file.toString(), "--data", "embedded", "--images", "4");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("4 images").contains(" 0 unexplained");
  }

  @Test
  void aFloatFileIsNotValidated() throws IOException {
    Path file = folder.resolve("float.onnx");
    OnnxExporter.write(ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 3), file);

    assertUsage(
        CliRun.of("validate", "deployed", file.toString(), "--data", "embedded"),
        "found no quantization in the file");
  }

  @Test
  void randomLayersAreHeldAgainstOnnxRuntime() {
    CliRun run = CliRun.of("validate", "onnx-runtime", "--layers", "5", "--seed", "77");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("5 layers from seed 77").contains("all codes equal");
  }
}
