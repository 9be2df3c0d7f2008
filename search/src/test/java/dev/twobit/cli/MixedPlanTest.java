package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.json.Json;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.ModelZoo.Model;
import dev.twobit.network.Network;
import dev.twobit.network.ScaledWidths;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.training.Initializer;
import dev.twobit.training.data.FewImages;
import dev.twobit.verification.StatedWidths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bits of layers from the command line to files, on a narrow ResNet-8 and a few images. */
@Tag("slow")
class MixedPlanTest {
  private static final String PLAN =
      """
      inner: 2
      first: 8
      layers:
        "stage1.*": 4
        "stage2.*.?.conv": 2x3
        fc: 8
      """;

  @TempDir private Path folder;
  private Path model;
  private String data = "";
  private Path plan;

  @BeforeEach
  void writeFiles() throws IOException {
    model = folder.resolve("resnet8.onnx");
    plan = folder.resolve("plan.yaml");
    data = FewImages.write(folder.resolve("images"), 100, 50);
    Network narrow = ScaledWidths.of(ModelZoo.build(Model.RESNET8, 3, 10, 32, 3), 0.25);
    OnnxExporter.write(Initializer.initialize(narrow, 3), model);
    Files.writeString(plan, PLAN);
  }

  private CliRun train(Path out, String... more) {
    List<String> args = new ArrayList<>(List.of("train", model.toString(), "--data", data));
    args.addAll(List.of("--held-out", "50%", "--threads", "1", "--epochs", "1"));
    args.addAll(List.of("--batch-size", "50", "--recipe", "small", "--out", out.toString()));
    args.addAll(List.of(more));
    return CliRun.of(args.toArray(String[]::new));
  }

  private static Map<String, String> widths(Path file) {
    Map<String, String> widths = new TreeMap<>();
    StatedWidths.of(QcdqImporter.read(file)).stream()
        .filter(StatedWidths::weighted)
        .forEach(layer -> widths.put(layer.layer(), layer.text()));
    return widths;
  }

  private static final Map<String, String> EXPECTED =
      Map.of(
          "stem.conv", "8x8",
          "stage1.block1.a.conv", "4x4",
          "stage1.block1.b.conv", "4x4",
          "stage2.block1.a.conv", "2x3",
          "stage2.block1.b.conv", "2x3",
          "stage2.block1.shortcut.conv", "8x8",
          "stage3.block1.a.conv", "2x2",
          "stage3.block1.b.conv", "2x2",
          "stage3.block1.shortcut.conv", "8x8",
          "fc", "8x8");

  @Test
  void aMixedPlanIsTrainedDeployedExportedAndRunOnTheClockedEngine() throws IOException {
    Path out = folder.resolve("run");
    CliRun trained = train(out, "--precision-plan", plan.toString(), "--hardware", "toy-8x8-w2a2");
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.err()).doesNotContain("warning");
    assertThat(trained.out()).contains("0 unexplained").doesNotContain("unequal");
    assertThat(Files.readString(out.resolve("run.yaml")))
        .contains("first=8", "stage1.*=4", "stage2.*.?.conv=2x3", "fc=8");
    assertThat(widths(out.resolve("trained.onnx"))).isEqualTo(EXPECTED);

    for (String format : List.of("qcdq", "qdq-int2", "qonnx")) {
      Path file = folder.resolve(format + ".onnx");
      CliRun exported =
          CliRun.of("export", out.toString(), "--format", format, "--out", file + "", "--verify");
      assertThat(exported.exitCode()).as(exported.err() + exported.out()).isZero();
      assertThat(widths(file)).as(format).isEqualTo(EXPECTED);
      CliRun clocked =
          CliRun.of(
              "simulate", file + "", "--hardware", "toy-8x8-w2a2", "--engine", "tick", "--verify");
      assertThat(clocked.exitCode()).as(clocked.err() + clocked.out()).isZero();
    }

    CliRun other = train(out, "--resume", "--hardware", "toy-8x8-w2a2");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("arithmetic.bitsOf");
    CliRun again =
        train(out, "--resume", "--hardware", "none", "--precision-plan", plan.toString());
    assertThat(again.exitCode()).as(again.err()).isZero();
  }

  /** First and last layers with few bits: the image has codes of both signs. */
  @Test
  void everyLayerMayHaveFewBits() {
    Path out = folder.resolve("few");
    CliRun trained =
        train(
            out,
            "--bits-of",
            "first=4x5,last=3,shortcut=2,residual=4",
            "--hardware",
            "toy-8x8-w2a2");
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("0 unexplained").doesNotContain("unequal");
    assertThat(widths(out.resolve("trained.onnx")))
        .containsEntry("stem.conv", "4x5")
        .containsEntry("fc", "3x3")
        .containsEntry("stage2.block1.shortcut.conv", "2x2")
        .containsEntry("stage2.block1.a.conv", "2x2");
    assertThat(
            QcdqImporter.read(out.resolve("trained.onnx"))
                .quantization()
                .inputs()
                .getOrDefault("stem.conv", List.of()))
        .allMatch(form -> form.signed());
  }

  /**
   * Names stay what they are while widths change, and so do the bits that costs are of; inserted
   * shortcuts that read what another layer reads at the same bits cost no second copy of it.
   */
  @ParameterizedTest
  @ValueSource(strings = {"random", "tas"})
  void aSearchHasThePlan(String method) {
    Path out = folder.resolve("search");
    CliRun searched =
        CliRun.of(
            ("search "
                    + model
                    + " --data "
                    + data
                    + " --held-out 50% --threads 1 --epochs 1 --batch-size 50"
                    + " --hardware toy-8x8-w2a2 --latency-budget 0.8x --preset smoke --method "
                    + method
                    + " --init fresh --bits-of first=4x5 --precision-plan "
                    + plan
                    + " --out "
                    + out)
                .split(" "));
    assertThat(searched.exitCode()).as(searched.err()).isZero();
    Map<String, String> expected = new TreeMap<>(EXPECTED);
    expected.put("stem.conv", "4x5");
    Map<String, String> stated = widths(out.resolve("adapted.onnx"));
    // Eight bits are the most that a part has: levels of few weights may need fewer.
    expected.forEach(
        (layer, bits) ->
            assertThat(stated.getOrDefault(layer, ""))
                .as(layer)
                .matches("8x8".equals(bits) ? "[1-8]x8" : bits));
    JsonNode own = simulated(out.resolve("adapted.onnx"));
    JsonNode results = json(out.resolve("results.json"));
    assertThat(results.findValuesAsText("latencyCycles"))
        .contains(own.at("/simulation/latencyCycles").asText());
  }

  private static JsonNode simulated(Path file) {
    return CliRun.of("simulate", file.toString(), "--hardware", "toy-8x8-w2a2", "--json").json();
  }

  private static JsonNode json(Path file) {
    try {
      return Json.parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is shown is read again as the same plan. */
  @Test
  void theShownPlanIsThePlan() throws IOException {
    List<String> simulate = List.of("simulate", model.toString(), "--hardware", "nvdla-small-w2a2");
    List<String> asked = new ArrayList<>(simulate);
    asked.addAll(List.of("--precision-plan", plan.toString(), "--bits-of", "last=2x5"));
    String shown = with(asked, "--show-precision-plan").out();
    assertThat(shown).contains("fc", "8x8", "stage2.block1.a.conv", "2x3", "shortcut");
    Path again = folder.resolve("again.yaml");
    Files.writeString(again, shown);
    List<String> second = new ArrayList<>(simulate);
    second.addAll(List.of("--precision-plan", again.toString()));
    assertThat(with(second, "--show-precision-plan").out()).isEqualTo(shown);
    assertThat(with(second, "--json").json().at("/simulation"))
        .isEqualTo(with(asked, "--json").json().at("/simulation"));
  }

  private static CliRun with(List<String> args, String more) {
    List<String> all = new ArrayList<>(args);
    all.add(more);
    CliRun run = CliRun.of(all.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }
}
