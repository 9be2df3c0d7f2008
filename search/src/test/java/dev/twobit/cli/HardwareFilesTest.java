package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's own accelerator, as commands take it. */
class HardwareFilesTest {
  @TempDir private Path folder;

  private Path slow() throws IOException {
    Path file = folder.resolve("slow.yaml");
    return Files.writeString(
        file,
        "extends: nvdla-small-w2a2\nname: slow\nclockMegahertz: {value: 1, source: choice}\n");
  }

  @Test
  void showTellsWhatIsInEffectAndWhatItComesFrom() throws IOException {
    Path file = slow();
    CliRun shown = CliRun.of("hardware", "show", file.toString());

    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out().lines())
        .anyMatch(l -> l.matches("## clockMegahertz +1 +" + file))
        .anyMatch(l -> l.matches("## buffer.banks +32 +nvdla-small-w2a2"));
    Path again = Files.writeString(folder.resolve("again.yaml"), shown.out());
    assertThat(HardwareCatalog.load(again.toString()))
        .as("what is shown is read as it was")
        .isEqualTo(HardwareCatalog.load(file.toString()));
    assertThat(
            CliRun.of("hardware", "show", file.toString(), "--json")
                .json()
                .at("/derived/from/buffer.banks")
                .asText())
        .isEqualTo("nvdla-small-w2a2");
    assertThat(CliRun.of("hardware", "show", "nvdla-small-w2a2").out())
        .doesNotContain("key in effect");
  }

  /** Before what may take days, not after it. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "search MODEL --init fresh --data embedded --latency-budget 1.0x --preset smoke --hardware"
            + " HW --out OUT",
        "train MODEL --data embedded --recipe small --epochs 1 --hardware HW --out OUT",
        "study fig3 --data embedded --preset smoke --hardware HW --out OUT"
      })
  void whatIsHardlyMeantIsToldOfBeforeALongRun(String command) throws IOException {
    Path model = folder.resolve("resnet8.onnx");
    CliRun.of("model", "resnet8", model.toString(), "--input-channels", "1");

    CliRun run =
        CliRun.of(
            (command + " --dry-run")
                .replace("MODEL", model.toString())
                .replace("HW", slow().toString())
                .replace("OUT", folder.resolve("run").toString())
                .split(" "));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.errLines())
        .anyMatch(l -> l.startsWith("warning: ") && l.contains("clockMegahertz"));
    assertThat(folder.resolve("run/run.yaml")).doesNotExist();
  }

  /** MACs have two names. */
  @ParameterizedTest
  @ValueSource(strings = {"flops", "macs"})
  void aBudgetIsAnsweredByTheNameThatItWasGiven(String name) {
    CliRun study =
        CliRun.of(
            "study", "fig3", "--data", "embedded", "--preset", "smoke", "--budget", name + "=many");

    assertThat(study.exitCode()).isEqualTo(2);
    assertThat(study.errLines()).hasSize(1);
    assertThat(study.err())
        .contains("--budget " + name)
        .doesNotContain(name + "-budget", name.equals("flops") ? "macs" : "flops");
  }
}
