package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.training.Initializer;
import dev.twobit.training.TestNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a search cannot do is said in one line before anything is written. */
class BadSearchTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeModel() throws IOException {
    OnnxExporter.write(
        Initializer.initialize(TestNetworks.block(8), 1), folder.resolve("block.onnx"));
  }

  private String refused(String... more) {
    return refusedModel("block.onnx", more);
  }

  private String refusedModel(String model, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "search",
                folder.resolve(model).toString(),
                "--data",
                "embedded",
                "--out",
                folder.resolve("out").toString()));
    if (!List.of(more).contains("--hardware")) {
      args.addAll(List.of("--hardware", "nvdla-small-w2a2"));
    }
    if (!List.of(more).contains("--method")) {
      args.addAll(List.of("--method", "nce"));
    }
    if (!List.of(more).contains("--preset")) {
      args.addAll(List.of("--preset", "smoke"));
    }
    args.addAll(List.of(more));
    CliRun run = CliRun.of(args.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.errLines()).as(run.err()).hasSize(1);
    assertThat(run.out()).isEmpty();
    assertThat(folder.resolve("out")).doesNotExist();
    return run.err();
  }

  @Tag("slow")
  @Test
  void aBudgetNobodyMeetsNamesTheSmallest() {
    assertThat(refused("--latency-budget", "0.01x"))
        .contains("--latency-budget")
        .contains("'0.01x'")
        .contains("smallest reachable")
        .containsPattern("at least [0-9.e+]+ cycles");
    assertThat(refused("--whole-budget", "0.01x"))
        .contains("--whole-budget")
        .containsPattern("at least [0-9.e+]+ cycles");
    assertThat(refused("--params-budget", "10")).contains("smallest reachable");
  }

  @Tag("slow")
  @Test
  void aListOfBudgetsIsRefusedForOneOfThem() {
    assertThat(refused("--latency-budget", "1.0x,0.01x"))
        .contains("--latency-budget", "'0.01x'", "smallest reachable");
    assertThat(
            refused("--latency-budget", "0.01x,1.0x", "--method", "halving", "--held-out", "10%"))
        .contains("--latency-budget", "'0.01x'", "smallest reachable");
    assertThat(refused("--latency-budget", "0.8x,1.0x", "--params-budget", "1.0x,1.1x"))
        .contains("latency", "params", "expected one list at the most");
    assertThat(refused("--latency-budget", "0.8x,,1.0x")).contains("left out");
    assertThat(refused("--energy-budget", "1.0x,1.0x")).contains("1.0x twice");
    assertThat(refused("--latency-budget", "1.0x,1x"))
        .contains("latency 1.0x and latency 1x, which are one");
    assertThat(refused("--latency-budget", "1.0x,3parsecs")).contains("'3parsecs'", "3.2ms");
  }

  @Tag("slow")
  @Test
  void aBudgetThatIsNoCostNamesTheForms() {
    assertThat(refused("--latency-budget", "3parsecs")).contains("'3parsecs'").contains("3.2ms");
    assertThat(refused("--energy-budget", "0uJ")).contains("'0uJ'").contains("150uJ");
    assertThat(refused("--flops-budget", "-1x"))
        .contains("--flops-budget: found '-1x'")
        .contains("40.8M");
  }

  @Test
  void aSearchTooShortToExpandIsRefused() {
    assertThat(refused("--search-epochs", "1"))
        .contains("move a logit")
        .containsPattern("--search-epochs \\d+ or more$");
  }

  @Test
  void unknownNamesAreRefused() {
    assertThat(refused("--preset", "smal")).contains("'smal'").contains("small");
    assertThat(refused("--hardware", "nvdla-smal-w2a2")).contains("nvdla-small-w2a2");
    assertThat(refused("--hardware", folder.resolve("none.yaml").toString())).contains("none.yaml");
  }

  @Test
  void aMethodThatIsNoneNamesTheNearest() {
    assertThat(refused("--method", "rando")).contains("'rando'").contains("random");
    assertThat(refused("--method", "tas:1.5")).contains("'tas:1.5'").contains("wrpn");
    assertThat(refused("--method", "wrpn:0")).contains("'0'").contains("1.5");
    assertThat(refused("--method", "wrpn")).contains("no budget").contains("wrpn:1.5");
  }

  @Test
  void settingsThatAreNoneNameKeyAndValue() {
    assertThat(refused("--set", "tresholt=0.2")).contains("'tresholt'").contains("threshold");
    assertThat(refused("--set", "threshold=2")).contains("'threshold': found 2, expected");
    assertThat(refused("--set", "threshold")).contains("'threshold'").contains("KEY=VALUE");
    assertThat(refused("--set", "grid=tas", "--set", "grid=eighths")).contains("'grid'");
    assertThat(refused("--settings", folder.resolve("no.yaml").toString(), "--preset", "smoke"))
        .contains("--preset and --settings");
    assertThat(refused("--search-epochs", "0")).contains("'search-epochs': found 0, ");
    assertThat(refused("--set", "search-epochs=3", "--search-epochs", "4")).contains("twice");
  }

  @Test
  void whatMakesAMethodCannotBeSetOtherwise() {
    assertThat(refused("--method", "tas", "--set", "threshold=0.3"))
        .contains("method tas")
        .contains("threshold=1");
    assertThat(refused("--method", "masking", "--set", "sampler=interpolation"))
        .contains("sampler=masking");
    assertThat(refused("--method", "tas-2x-8", "--set", "grid=eighths")).contains("tas-2x-8");
  }

  @Test
  void quantizersThatCannotBeDeployedAreRefused() {
    assertThat(refused("--activations", "none")).contains("--activations: found none");
    assertThat(refused("--weights", "none")).contains("--weights: found none");
    assertThat(refused("--weights", "dorifa")).contains("'dorifa'");
    assertThat(refused("--bits", "9")).contains("--bits: found '9'").contains("1 to 8");
    assertThat(refused("--residual-bits", "9")).contains("--residual-bits: found 9");
    assertThat(refused("--bits-of", "fcc=4")).contains("'fcc'").contains("did you mean");
  }

  @Test
  void imagesThatDoNotFitAreRefused() {
    assertThat(CliRun.of("model", "resnet8", folder.resolve("color.onnx").toString()).exitCode())
        .isZero();
    assertThat(refusedModel("color.onnx")).contains("1x3x32x32").contains("1x32x32");
  }

  @Test
  void aFolderInUseIsLeftAlone() throws IOException {
    Path out = folder.resolve("used");
    Files.createDirectories(out);
    Files.writeString(out.resolve("run.yaml"), "kept: true\n");
    String model = folder.resolve("block.onnx").toString();
    CliRun run =
        CliRun.of(
            "search",
            model,
            "--hardware",
            "nvdla-small-w2a2",
            "--data",
            "embedded",
            "--preset",
            "smoke",
            "--method",
            "nce",
            "--out",
            out.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--resume");
    assertThat(out.resolve("run.yaml")).hasContent("kept: true");
    assertThat(out.resolve("log.jsonl")).doesNotExist();
  }
}
