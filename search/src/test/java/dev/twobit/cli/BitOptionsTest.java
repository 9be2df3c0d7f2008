package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.training.Initializer;
import dev.twobit.training.TestNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bits that contradict each other or name no layer are one line, before any image is read. */
class BitOptionsTest {
  private static final String TOY = " MODEL --hardware toy-8x8-w2a2 ";
  private static final String NO_IMAGES = " --data cifar10:nowhere --out OUT ";

  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    OnnxExporter.write(
        Initializer.initialize(TestNetworks.block(8), 1), folder.resolve("block.onnx"));
    Files.writeString(
        folder.resolve("plan.yaml"),
        "inner: 2\nresidual: 4\nlayers:\n  fc: 4\n  \"nosuch.*\": 3\n");
    Files.writeString(folder.resolve("narrow.yaml"), "inner: 2\nlayers:\n  fc: 4\n");
  }

  private CliRun run(String command) {
    return CliRun.of(
        command
            .strip()
            .replace("MODEL", folder.resolve("block.onnx").toString())
            .replace("OUT", folder.resolve("out").toString())
            .replace("FOLDER", folder.toString())
            .split(" +"));
  }

  private String refused(String command) {
    CliRun run = run(command);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.errLines()).as(run.err()).hasSize(1);
    assertThat(run.out()).isEmpty();
    assertThat(folder.resolve("out")).doesNotExist();
    return run.err();
  }

  @ParameterizedTest
  @CsvSource({
    "--residual-bits 4 --bits-of residual=8, '--residual-bits: found 4, and --bits-of residual=8'",
    "--bits 2x3 --bits-of inner=2, '--bits: found 2x3, and --bits-of inner=2'",
    "--bits 4 --precision-plan FOLDER/narrow.yaml, '--bits: found 4, and 2 in '"
  })
  void twoOptionsOfOnePartAreRefused(String options, String message) {
    assertThat(refused("simulate" + TOY + options)).contains(message, "expected one of them");
    assertThat(refused("train MODEL" + NO_IMAGES + options)).contains(message);
  }

  @Test
  void theSameTwiceIsNoContradiction() {
    assertThat(run("simulate" + TOY + "--residual-bits 4 --bits 2 --bits-of residual=4,inner=2"))
        .returns(0, CliRun::exitCode);
  }

  @ParameterizedTest
  @CsvSource({
    "--weights lsq:bits=4 --bits-of inner=2, 'quantizers of 4x2 bits, and inner=2 of --bits-of'",
    "--activations pact:bits=3 --precision-plan FOLDER/narrow.yaml, 'of 2x3 bits, and inner=2 of '"
  })
  void quantizersHaveTheBitsOfThePlan(String options, String message) {
    assertThat(refused("train MODEL" + NO_IMAGES + options)).contains(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "simulate" + TOY,
        "sweep" + TOY,
        "frontier" + TOY,
        "train MODEL --out OUT --data embedded",
        "search" + TOY + "--latency-budget 1.0x" + NO_IMAGES
      })
  void layersThatAreNoneAreNamedWithThePlansLine(String command) {
    assertThat(refused(command + " --precision-plan FOLDER/plan.yaml"))
        .contains(folder.resolve("plan.yaml") + ":5: ", "'nosuch.*'");
    // What the option says is not the file's.
    assertThat(refused(command + " --precision-plan FOLDER/narrow.yaml --bits-of fcc=4"))
        .contains("'fcc'")
        .doesNotContain("narrow.yaml:");
  }

  @ParameterizedTest
  @CsvSource({
    "--latency-budget 3parsecs, --latency-budget: found '3parsecs'",
    "'--energy-budget 1.0x,3parsecs', --energy-budget: found '3parsecs'",
    "--macs-budget -1x, --macs-budget: found '-1x'",
    "--latency-budget 1.0x --bits-of fcc=4, 'bits of ''fcc'''"
  })
  void aSearchReadsItsImagesLast(String options, String message) {
    assertThat(refused("search" + TOY + NO_IMAGES + options)).contains(message);
    assertThat(refused("search" + TOY + NO_IMAGES + "--latency-budget 1.0x")).contains("nowhere");
  }

  @ParameterizedTest
  @CsvSource({
    "simulate, --json",
    "simulate, --csv",
    "sweep, --out OUT",
    "frontier, --json",
  })
  void thePlanIsShownByItself(String command, String also) {
    assertThat(run(command + TOY + "--show-precision-plan").out()).contains("inner: 2", "layers:");
    assertThat(refused(command + TOY + "--show-precision-plan " + also))
        .contains("--show-precision-plan: found " + also.split(" ")[0]);
  }

  /** A command that cannot do without the option ignores it. */
  @Test
  void anOptionThatIsNeededIsNotRefused() {
    assertThat(run("train MODEL" + NO_IMAGES + "--show-precision-plan").out()).contains("inner: 2");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
