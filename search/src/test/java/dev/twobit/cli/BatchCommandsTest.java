package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.search.NetworkSketch;
import dev.twobit.training.Initializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One meaning of a file's batch, and of one that is asked for, in every command. */
class BatchCommandsTest {
  private static final int IMAGES = 4;

  @TempDir private Path folder;
  private Path one;
  private Path four;

  @BeforeEach
  void files() throws IOException {
    one = folder.resolve("one/net.onnx");
    four = folder.resolve("four/net.onnx");
    Files.createDirectories(folder.resolve("one"));
    Files.createDirectories(folder.resolve("four"));
    write(NetworkSketch.mobile(), one, four);
  }

  /** The same network with a fixed batch of one, and of four. */
  private static void write(Network network, Path one, Path four) throws IOException {
    Network weighted = Initializer.initialize(network, 1);
    Network fixed =
        new Network(
            "net",
            weighted.inputs(),
            weighted.outputs(),
            weighted.layers(),
            weighted.shapes(),
            weighted.parameters(),
            false);
    OnnxExporter.write(fixed, one);
    OnnxExporter.write(fixed.withImages(IMAGES), four);
  }

  private static CliRun run(String command, Path model, String... more) {
    List<String> all = new ArrayList<>(List.of(command, model.toString()));
    all.addAll(List.of(more));
    return CliRun.of(all.toArray(String[]::new));
  }

  private static JsonNode json(CliRun run) {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json();
  }

  /** The file's batch, or four asked for of the file of one, by either option. */
  private List<CliRun> alike(String command, String... more) {
    List<String> batch = new ArrayList<>(List.of(more));
    batch.addAll(List.of("--batch", "4"));
    List<String> shape = new ArrayList<>(List.of(more));
    shape.addAll(List.of("--input-shape", "image=4x2x10x10"));
    return List.of(
        run(command, four, more),
        run(command, one, batch.toArray(String[]::new)),
        run(command, one, shape.toArray(String[]::new)));
  }

  @Test
  void inspectSaysTheBatchAndCountsAllOfIt() {
    JsonNode single = json(run("inspect", one, "--json"));
    List<CliRun> runs = alike("inspect", "--json");
    for (CliRun run : runs) {
      assertThat(json(run)).isEqualTo(json(runs.get(0)));
    }
    JsonNode all = json(runs.get(0));
    assertThat(all.get("batch").asInt()).isEqualTo(IMAGES);
    assertThat(all.at("/inputs/0/shape/0").asInt()).isEqualTo(IMAGES);
    assertThat(all.at("/totals/macs").asLong())
        .isEqualTo(IMAGES * single.at("/totals/macs").asLong());
    assertThat(all.at("/totals/params")).isEqualTo(single.at("/totals/params"));
    assertThat(run("inspect", four).out()).contains("batch of 4 (--batch sets another)");
    assertThat(json(run("inspect", four, "--json", "--batch", "1"))).isEqualTo(single);
  }

  @ParameterizedTest
  @ValueSource(strings = {"event", "tick"})
  void simulateTakesAllImages(String engine) {
    String[] options = {"--hardware", "nvdla-small-w2a2", "--engine", engine, "--json"};
    List<CliRun> runs = alike("simulate", options);
    JsonNode simulated = simulation(runs.get(0));
    runs.forEach(run -> assertThat(simulation(run)).isEqualTo(simulated));
    JsonNode event = json(run("simulate", four, "--hardware", "nvdla-small-w2a2", "--json"));
    assertThat(simulated.get("batch").asInt()).isEqualTo(IMAGES);
    assertThat(simulated.at("/simulation/latencyCycles"))
        .isEqualTo(event.at("/simulation/latencyCycles"));
    long macs = 0;
    for (JsonNode layer : simulated.at("/simulation/layers")) {
      macs += layer.get("macs").asLong();
    }
    assertThat(macs).isEqualTo(json(run("inspect", four, "--json")).at("/totals/macs").asLong());
  }

  /** Without what the clocked engine took. */
  private static JsonNode simulation(CliRun run) {
    JsonNode all = json(run);
    return all.has("run") ? all.get("run") : all;
  }

  @Test
  void sweepTakesAllImages() {
    String[] options = {"--hardware", "nvdla-small-w2a2", "--json"};
    JsonNode expected = json(run("sweep", four, options));
    JsonNode shaped =
        json(
            run(
                "sweep",
                one,
                "--hardware",
                "nvdla-small-w2a2",
                "--json",
                "--input-shape",
                "4x2x10x10"));
    assertThat(shaped.get("points")).isEqualTo(expected.get("points"));
    assertThat(expected.at("/points/0/latencyCycles").asLong())
        .isGreaterThan(json(run("sweep", one, options)).at("/points/0/latencyCycles").asLong());
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "inspect",
        "simulate",
        "sweep",
        "evaluate",
        "train",
        "search",
        "export",
        "bench threads"
      })
  void everyCommandTakesShapesAndRefusesWrongOnesInOneLine(String command) {
    List<String> options = new ArrayList<>(List.of(command.split(" ")));
    options.add(one.toString());
    options.addAll(
        switch (command) {
          case "simulate", "sweep" -> List.of("--hardware", "nvdla-small-w2a2");
          case "evaluate", "bench threads" -> List.of("--data", "embedded");
          case "train" ->
              List.of(
                  "--data",
                  "embedded",
                  "--recipe",
                  "small",
                  "--out",
                  folder.resolve("r").toString());
          case "search" ->
              List.of(
                  "--data",
                  "embedded",
                  "--hardware",
                  "nvdla-small-w2a2",
                  "--latency-budget",
                  "1.0x",
                  "--preset",
                  "small",
                  "--out",
                  folder.resolve("r").toString());
          case "export" -> List.of("--format", "qcdq", "--out", folder.resolve("r").toString());
          default -> List.of();
        });
    for (String wrong : List.of("photo=1x2x10x10", "1x3x10x10")) {
      List<String> all = new ArrayList<>(options);
      all.addAll(List.of("--input-shape", wrong));
      CliRun run = CliRun.of(all.toArray(String[]::new));
      assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
      assertThat(run.errLines()).hasSize(1);
      assertThat(run.err()).containsAnyOf("--input-shape", "node 'stem'");
    }
    assertThat(folder.resolve("r")).doesNotExist();
  }

  /** As simulate has no figure of it for more than one image. */
  @Test
  void aSearchOfManyImagesBindsToNoLayersBackToBack() throws IOException {
    write(ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 32, 1), one, four);
    CliRun run =
        CliRun.of(
            "search",
            four.toString(),
            "--data",
            "embedded",
            "--hardware",
            "nvdla-small-w2a2",
            "--whole-budget",
            "1ms",
            "--preset",
            "smoke",
            "--out",
            folder.resolve("r").toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).contains("--whole-budget: found a network of 4 images");
  }

  /** By both engines alike. */
  @ParameterizedTest
  @ValueSource(strings = {"event", "tick"})
  void tooManyImagesAreRefused(String engine) throws IOException {
    for (String images : List.of("0", "65537", "-1")) {
      CliRun run =
          run(
              "simulate",
              one,
              "--hardware",
              "nvdla-small-w2a2",
              "--engine",
              engine,
              "--batch",
              images);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err().strip())
          .isEqualTo("twobit: batch: found " + images + ", expected 1 to 65536 images");
    }
  }

  /** Each image of a fixed batch by itself, as of the file of one. */
  @Tag("slow")
  @Test
  void evaluateComparesImageByImage() throws IOException {
    write(ModelZoo.build(ModelZoo.Model.RESNET8, 1, 10, 32, 1), one, four);
    JsonNode expected = json(run("evaluate", one, "--data", "embedded", "--json"));
    assertThat(expected.get("differingImages").asInt()).isZero();
    assertThat(json(run("evaluate", four, "--data", "embedded", "--json"))).isEqualTo(expected);
  }
}
