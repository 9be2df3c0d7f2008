package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.network.Window;
import dev.twobit.onnx.SharedModels;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.results.ResultsFile;
import dev.twobit.results.SyntheticRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands print and write when all is well. */
class OutputTest {
  @TempDir private Path folder;

  private static JsonNode json(CliRun run) throws IOException {
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    return run.json();
  }

  @Test
  void inspectCountsResNet20AsThePaperDoes() throws IOException {
    JsonNode inspection = json(CliRun.of("inspect", SharedModels.resnet20().toString(), "--json"));

    assertThat(inspection.at("/totals/macs").asLong()).isEqualTo(40_813_184);
    assertThat(inspection.at("/totals/params").asLong()).isEqualTo(271_594);
    long sum = 0;
    for (JsonNode layer : inspection.get("layers")) {
      sum += layer.get("macs").asLong();
    }
    assertThat(sum).isEqualTo(40_813_184);
    assertThat(inspection.get("channelGroups")).hasSize(13);
  }

  @Test
  void tablesFitATerminal() {
    String model = SharedModels.resnet20().toString();
    List<CliRun> runs =
        List.of(
            CliRun.of("inspect", model),
            CliRun.of("simulate", model, "--hardware", "nvdla-large-w2a2"),
            CliRun.of("hardware", "list"));

    for (CliRun run : runs) {
      assertThat(run.exitCode()).as(run.err()).isZero();
      List<String> table = run.out().lines().filter(l -> !l.startsWith("written")).toList();
      assertThat(table).hasSizeGreaterThan(5).allMatch(line -> line.length() <= 120);
    }
    assertThat(runs.get(1).out()).contains("/layer1/layer1.0/conv1/Conv").contains("frames/s");
  }

  @Test
  void simulationIsWrittenWithItsHardwareAndAddsUp() throws IOException {
    Path out = folder.resolve("sim");
    JsonNode printed =
        json(
            CliRun.of(
                "simulate",
                SharedModels.resnet20().toString(),
                "--hardware",
                "nvdla-small-w2a2",
                "--out",
                out.toString(),
                "--json"));

    assertThat(new ObjectMapper().readTree(out.resolve("simulation.json").toFile()))
        .isEqualTo(printed);
    assertThat(printed.at("/hardware/name").asText()).isEqualTo("nvdla-small-w2a2");
    JsonNode simulation = printed.get("simulation");
    List<String> rows = Files.readAllLines(out.resolve("layers.csv"));
    int column = List.of(rows.get(0).split(",")).indexOf("latency_cycles");
    assertThat(rows).hasSize(simulation.get("layers").size() + 1);
    long sum = 0;
    for (String row : rows.subList(1, rows.size())) {
      sum += Long.parseLong(row.split(",")[column]);
    }
    assertThat(sum).isEqualTo(simulation.get("latencyCycles").asLong()).isPositive();
  }

  @Tag("slow")
  @Test
  void everyListedAcceleratorIsShownAndValid() throws IOException {
    List<String> names = new ArrayList<>();
    json(CliRun.of("hardware", "list", "--json"))
        .get("items")
        .forEach(h -> names.add(h.get("name").asText()));

    assertThat(names)
        .contains(
            "nvdla-small-w8a8",
            "nvdla-large-w8a8",
            "nvdla-small-w2a2",
            "nvdla-small-w2a2-spatial",
            "nvdla-large-w2a2",
            "edge-tpu-w8a8",
            "edge-tpu-w2a2",
            "toy-8x8-w2a2");
    for (String name : names) {
      Path yaml = folder.resolve(name + ".yaml");
      Files.writeString(yaml, CliRun.of("hardware", "show", name).out());
      CliRun validated = CliRun.of("hardware", "validate", yaml.toString());
      assertThat(validated.exitCode()).as(validated.err()).isZero();
      assertThat(CliRun.of("hardware", "show", yaml.toString()).out())
          .isEqualTo(Files.readString(yaml));
    }
  }

  @Test
  void jsonShowsTheSourceOfEveryFigure() throws IOException {
    JsonNode shown = json(CliRun.of("hardware", "show", "nvdla-small-w2a2", "--json"));

    assertThat(shown.at("/array/style").asText()).isEqualTo("dot_product");
    assertThat(shown.at("/buffer/banks/value").asInt()).isEqualTo(32);
    assertThat(shown.at("/sources").has(shown.at("/buffer/banks/source").asText())).isTrue();
  }

  @Test
  void areasFollowFromTheFileAndAreShownBelowIt() throws IOException {
    JsonNode shown = json(CliRun.of("hardware", "show", "nvdla-small-w2a2", "--json"));
    CliRun text = CliRun.of("hardware", "show", "nvdla-small-w2a2");

    assertThat(shown.at("/derived/area/macArraySquareMicrometres").asDouble())
        .isEqualTo(256 * 81 + 16 * 439 + 16 * 81);
    assertThat(shown.at("/derived/equalSilicon/against").asText()).isEqualTo("nvdla-small-w8a8");
    assertThat(text.out())
        .contains("## mid-rise adders")
        .contains("## against nvdla-small-w8a8: area 0.888x (MAC array)");
  }

  /** 29,056 of 32,704 um2 hold four times the MACs. */
  @Test
  void bothRatiosOfTwoAcceleratorsArePrinted() throws IOException {
    JsonNode compared =
        json(CliRun.of("hardware", "compare", "nvdla-small-w2a2", "nvdla-small-w8a8", "--json"));
    CliRun text = CliRun.of("hardware", "compare", "nvdla-small-w2a2", "nvdla-small-w8a8");
    CliRun unknown = CliRun.of("hardware", "compare", "nvdla-small-w2a2", "nvdla-smal-w8a8");

    assertThat(compared.get("macArrayAreaRatio").asDouble()).isEqualTo(29_056 / 32_704.0);
    assertThat(compared.get("wholeCoreAreaRatio").asDouble()).isBetween(0.998, 0.999);
    assertThat(compared.get("macsRatioAtEqualArray").asDouble())
        .isEqualTo(4 * 32_704 / 29_056.0, within(1e-9));
    assertThat(text.out().lines().filter(l -> l.contains("of MAC array")))
        .singleElement(STRING)
        .endsWith("4.502");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("did you mean 'nvdla-small-w8a8'?");
  }

  @Test
  void simulationStatesAreaRatiosAndAccumulatorsTooNarrow() throws IOException {
    String model = model("resnet8");
    Path narrow = folder.resolve("narrow.yaml");
    Files.writeString(
        narrow,
        CliRun.of("hardware", "show", "nvdla-small-w2a2")
            .out()
            .replace("accumulatorBits: {value: 34", "accumulatorBits: {value: 22"));

    CliRun text = CliRun.of("simulate", model, "--hardware", narrow.toString());
    JsonNode printed =
        json(CliRun.of("simulate", model, "--hardware", narrow.toString(), "--json"));
    JsonNode wide = json(CliRun.of("simulate", model, "--hardware", "nvdla-small-w2a2", "--json"));

    assertThat(text.out())
        .contains(
            "silicon   against nvdla-small-w8a8: area 0.888x (MAC array), 0.998x (whole core)")
        .contains("warning   accumulators may overflow: layer '")
        .contains("accumulators of 23 bits; there are 22");
    assertThat(printed.at("/accumulatorOverflows/0/neededBits").asInt()).isEqualTo(23);
    assertThat(printed.at("/equalSilicon/wholeCoreAreaRatio").asDouble()).isPositive();
    assertThat(printed.at("/area/wholeCoreSquareMicrometres").asDouble()).isPositive();
    assertThat(wide.get("accumulatorOverflows")).isEmpty();
  }

  /** A Pad of ones before a convolution. */
  @Test
  void whatIsNotDoneInPassingIsListedWithItsReason() throws IOException {
    Path file = folder.resolve("ones.onnx");
    OnnxExporter.write(
        new Network(
            "ones",
            List.of("x"),
            List.of("b"),
            List.of(
                new Layer.Pad("ones", "x", "p", List.of(0, 0, 1, 1), List.of(0, 0, 1, 1), 1),
                new Layer.Convolution("conv", "p", "b", 3, 4, Window.square(3, 1, 0), 1, false)),
            Map.of(
                "x",
                TensorShape.of(1, 3, 8, 8),
                "p",
                TensorShape.of(1, 3, 10, 10),
                "b",
                TensorShape.of(1, 4, 8, 8)),
            Parameters.of(
                Map.of(
                    "conv.weight",
                    new WeightTensor(TensorShape.of(4, 3, 3, 3), new float[4 * 3 * 3 * 3]))),
            false),
        file);
    List<String> command = List.of("simulate", file.toString(), "--hardware", "nvdla-small-w2a2");

    JsonNode printed =
        json(CliRun.of("simulate", "--json", command.get(1), command.get(2), command.get(3)));

    JsonNode step = printed.at("/unfused/0");
    assertThat(printed.get("unfused")).hasSize(1);
    assertThat(step.get("name").asText()).isEqualTo("ones");
    assertThat(step.get("reason").asText())
        .isEqualTo("it pads with 1.0, and conv is padded with zero");
    assertThat(step.get("latencyCycles").asLong())
        .isEqualTo(printed.at("/simulation/layers/0/latencyCycles").asLong())
        .isPositive();
    assertThat(CliRun.of(command.toArray(String[]::new)).out())
        .contains("not done in passing: 1 step, ")
        .contains("it pads with 1.0, and conv is padded with zero");
  }

  @Test
  void aBatchIsTimedWholeAndByImage() throws IOException {
    String model = model("resnet8");
    String[] options = {"simulate", model, "--hardware", "nvdla-small-w2a2", "--batch", "4"};

    CliRun text = CliRun.of(options);
    JsonNode four =
        json(
            CliRun.of(
                "simulate", model, "--hardware", "nvdla-small-w2a2", "--batch", "4", "--json"));
    JsonNode one = json(CliRun.of("simulate", model, "--hardware", "nvdla-small-w2a2", "--json"));
    CliRun none = CliRun.of("simulate", model, "--hardware", "nvdla-small-w2a2", "--batch", "0");

    assertThat(text.out()).contains(" for 4 images, ").contains(" ms an image, ");
    double perImage = four.at("/inference/latencyMillisecondsPerImage").asDouble();
    assertThat(four.get("batch").asInt()).isEqualTo(4);
    assertThat(four.at("/simulation/latencyMilliseconds").asDouble())
        .isEqualTo(4 * perImage, within(1e-9));
    assertThat(perImage).isLessThan(one.at("/inference/latencyMillisecondsPerImage").asDouble());
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("batch: found 0, expected");
    assertThat(none.errLines()).hasSize(1);
  }

  /** In a multilayer perceptron no width is a search's to change. */
  @Test
  void inspectSaysWhichWidthsMayChange() throws IOException {
    Path dense = folder.resolve("dense.onnx");
    Network network =
        new Network(
            "dense",
            List.of("x"),
            List.of("z"),
            List.of(
                new Layer.FullyConnected("one", "x", "y", 6, 5, false),
                new Layer.FullyConnected("two", "y", "z", 5, 4, false)),
            Map.of("x", TensorShape.of(1, 6), "y", TensorShape.of(1, 5), "z", TensorShape.of(1, 4)),
            Parameters.of(
                Map.of(
                    "one.weight", new WeightTensor(TensorShape.of(5, 6), new float[30]),
                    "two.weight", new WeightTensor(TensorShape.of(4, 5), new float[20]))),
            false);
    OnnxExporter.write(network, dense);

    assertThat(CliRun.of("inspect", dense.toString()).out())
        .contains(
            "channel groups: 2 layers with weights in 2 groups, no two of tied widths",
            "widths: a search may change those of no layer; 2 fully connected layers keep theirs",
            "2 layers, 50 MACs, 50 PARAMs");
    JsonNode inspected = json(CliRun.of("inspect", model("resnet8"), "--json"));
    assertThat(inspected.get("freeWidths")).isNotEmpty();
    assertThat(inspected.get("freeWidths")).noneMatch(name -> name.asText().equals("fc"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"simulate", "sweep", "frontier"})
  void resultsAreWrittenOverOnlyWhenAsked(String command) throws IOException {
    String out = folder.resolve("results").toString();
    String[] options = {command, "resnet8", "--hardware", "nvdla-small-w2a2", "--out", out};
    String[] forced = {
      command, "resnet8", "--hardware", "nvdla-small-w8a8", "--out", out, "--force"
    };

    assertThat(CliRun.of(options).exitCode()).isZero();
    String first = Files.readString(folder.resolve("results/report.html"));
    CliRun again = CliRun.of(options);
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.errLines().get(again.errLines().size() - 1))
        .contains(out, "exists already", "--force");
    assertThat(folder.resolve("results/report.html")).hasContent(first);
    assertThat(CliRun.of(forced).exitCode()).isZero();
    assertThat(Files.readString(folder.resolve("results/report.html"))).isNotEqualTo(first);
  }

  private String model(String name) {
    String file = folder.resolve(name + ".onnx").toString();
    assertThat(CliRun.of("model", name, file).exitCode()).isZero();
    return file;
  }

  /** The option-A spelling pads channels: what it adds onto cannot change its width. */
  @Test
  void inspectNamesEveryTiedLayerAndTheRangeOfTheirWidths() {
    Path file = SharedModels.model("cifar_resnet/resnet20_cifar10_op13.onnx");

    CliRun run = CliRun.of("inspect", file.toString());

    assertThat(run.out())
        .contains("16 channels, 4 layers:")
        .contains("32 channels, 3 layers:")
        .contains("keep their widths");
    for (int block = 0; block < 3; block++) {
      assertThat(run.out().lines().filter(l -> l.startsWith("    /")).toList().toString())
          .contains("/layer2/layer2." + block + "/conv2/Conv");
    }
  }

  @Tag("slow")
  @Test
  void validationPrintsTheFiveWorstRows() throws IOException {
    String rows = ShippedRows.scaleSim(folder).toString();

    JsonNode report = json(CliRun.of("validate", "scale-sim", rows, "--json"));
    CliRun text = CliRun.of("validate", "scale-sim", rows);

    assertThat(report.get("rows").asInt()).isEqualTo(Files.readAllLines(Path.of(rows)).size() - 1);
    assertThat(report.get("worstErrorPercent").asDouble()).isZero();
    assertThat(report.has("meanErrorPercent")).isTrue();
    assertThat(report.has("medianErrorPercent")).isTrue();
    assertThat(text.out().lines()).hasSize(2 + 2 + 5);
  }

  @Tag("slow")
  @Test
  void enginesAreComparedPairByPair() throws IOException {
    JsonNode report = json(CliRun.of("validate", "engines", "--pairs", "20", "--json"));
    CliRun text = CliRun.of("validate", "engines", "--pairs", "3", "--seed", "7");

    assertThat(report.get("pairs").asInt()).isEqualTo(20);
    assertThat(report.get("differences")).isEmpty();
    assertThat(text.exitCode()).isZero();
    assertThat(text.out())
        .startsWith("3 pairs from seed 7: ")
        .contains("cycles, counts and outputs equal");
    assertThat(CliRun.of("validate", "engines", "--pairs", "0").exitCode()).isEqualTo(2);
  }

  @Test
  void reportIsWrittenBesideItsResults() throws IOException {
    ResultsFile.write(SyntheticRun.of(6, ""), folder.resolve(ResultsFile.NAME));

    CliRun run = CliRun.of("report", folder.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().strip()).isEqualTo(folder.resolve("report.html").toString());
    assertThat(Files.readString(folder.resolve("report.html"))).startsWith("<!DOCTYPE html>");
  }

  @Test
  void aModelIsWrittenAndInspectsAsPrinted() throws IOException {
    Path file = folder.resolve("resnet8.onnx");

    CliRun run = CliRun.of("model", "resnet8", file.toString(), "--input-channels", "1");
    JsonNode inspection = json(CliRun.of("inspect", file.toString(), "--json"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().replace(",", ""))
        .contains(inspection.at("/totals/macs").asText() + " MACs")
        .contains(inspection.at("/totals/params").asText() + " PARAMs");
    assertThat(inspection.at("/inputs/0/shape/1").asInt()).isEqualTo(1);
  }

  @Test
  void anUnknownModelIsRefusedAndNothingIsWritten() {
    Path file = folder.resolve("x.onnx");

    CliRun run = CliRun.of("model", "resnet21", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).contains("'resnet21'").contains("resnet20");
    assertThat(file).doesNotExist();
  }

  /** Shipped rows without a file, in tables that fit a terminal. */
  @Tag("slow")
  @Test
  void publishedFiguresAreComparedWithoutAFile() throws IOException {
    JsonNode coral = json(CliRun.of("validate", "edge-tpu", "--json"));
    CliRun text = CliRun.of("validate", "edge-tpu");

    assertThat(coral.get("networks")).hasSize(6);
    assertThat(coral.at("/report/rows").asInt()).isEqualTo(5);
    assertThat(text.out()).contains("VGG16", "stream", "the constant alone");
    assertThat(text.out().lines()).allMatch(line -> line.length() <= 120);
    JsonNode nvdla = json(CliRun.of("validate", "nvdla-published", "--json"));
    assertThat(nvdla.get("points")).hasSize(7);
    assertThat(nvdla.at("/points/0/atomicChannels").asInt()).isEqualTo(64);
  }

  @Tag("slow")
  @Test
  void allFiguresAreOneTableOfErrors() throws IOException {
    CliRun text = CliRun.of("validate", "all");

    assertThat(text.exitCode()).as(text.err()).isZero();
    assertThat(text.out()).contains("nvdla-rtl", "scale-sim", "nvdla-published", "edge-tpu");
    assertThat(text.out()).contains("energy", "area").contains("aim: under 30 %, 5 of 6 are");
    assertThat(text.out().lines()).hasSize(22).allMatch(line -> line.length() <= 120);
  }

  /** Accelerator, link and host apart, in text and JSON. */
  @Test
  void simulatingBehindALinkSaysWhatTheLinkTakes() throws IOException {
    String model = SharedModels.resnet20().toString();
    String hardware = "coral-edge-tpu-w8a8";
    JsonNode run = json(CliRun.of("simulate", model, "--hardware", hardware, "--json"));
    assertThat(run.at("/hostLink/streamedWeightBytes").asLong()).isZero();
    assertThat(run.at("/hostLink/hostMilliseconds").asDouble()).isEqualTo(1.506);
    double whole = run.at("/inference/latencyMilliseconds").asDouble();
    assertThat(whole)
        .isEqualTo(
            run.at("/simulation/latencyMilliseconds").asDouble()
                + run.at("/inference/linkMilliseconds").asDouble(),
            within(1e-9))
        .isGreaterThan(1.506);
    assertThat(run.at("/inference/framesPerSecond").asDouble())
        .isEqualTo(1e3 / whole, within(1e-6));
    String text = CliRun.of("simulate", model, "--hardware", hardware).out();
    assertThat(text).contains("latency   %.4f ms an inference".formatted(whole));
    assertThat(text.indexOf("host link ")).isGreaterThan(text.indexOf("latency  "));
    assertThat(text).contains("driver 1.5060 ms");
    JsonNode swept = json(CliRun.of("sweep", model, "--hardware", hardware, "--json", "--quiet"));
    assertThat(swept.at("/points/0/latencyMilliseconds").asDouble()).isEqualTo(whole);
    assertThat(swept.at("/points/0/acceleratorMilliseconds"))
        .isEqualTo(run.at("/inference/acceleratorMilliseconds"));
    assertThat(CliRun.of("simulate", model, "--hardware", "edge-tpu-w8a8").out())
        .doesNotContain("host link");
  }
}
