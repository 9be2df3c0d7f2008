package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepCommandTest {
  @TempDir private Path folder;
  private Path model;

  /** The second layer is the RTL's 5x5, C8, K8, 3x3. */
  @BeforeEach
  void topology() throws IOException {
    model = folder.resolve("net.csv");
    Files.writeString(
        model,
        "Layer name,IFMAP Height,IFMAP Width,Filter Height,Filter Width,Channels,Num"
            + " Filter,Strides,\n"
            + "wide,28,28,3,3,64,64,1,\n"
            + "small,5,5,3,3,8,8,1,\n");
  }

  private CliRun sweep(String... more) {
    List<String> all = new ArrayList<>(List.of("sweep", model.toString(), "--bits", "8"));
    all.addAll(List.of(more));
    return CliRun.of(all.toArray(String[]::new));
  }

  private static JsonNode json(CliRun run) throws IOException {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json();
  }

  @Test
  void whatRunsOnTheHostIsSaidBesideThePoints() throws IOException {
    Files.delete(model);
    model = folder.resolve("host.onnx");
    Files.write(model, OnnxBytes.withUnsupportedOperatorBehindConvolution());

    CliRun refused = sweep("--hardware", "nvdla-small-w8a8");
    JsonNode allowed = json(sweep("--hardware", "nvdla-small-w8a8", "--allow-host-ops", "--json"));

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errLines().get(0)).contains("odd_node").contains("Frobnicate");
    assertThat(allowed.get("points")).hasSize(1);
    assertThat(allowed.get("notes")).hasSize(2);
    assertThat(allowed.at("/notes/0").asText())
        .contains("1 operator")
        .contains("ms of every latency");
  }

  @Test
  void pointsAreTheCrossProductInTheOrderAskedFor() throws IOException {
    JsonNode points =
        json(sweep(
                "--hardware",
                "nvdla-small-w8a8,nvdla-small-256-w8a8",
                "--set",
                "array.atomicC=8,16,32",
                "--set",
                "memory.bandwidthGigabytesPerSecond=1,5,20",
                "--json"))
            .get("points");

    assertThat(points).hasSize(2 * 3 * 3);
    assertThat(points.get(0).get("hardware").asText()).isEqualTo("nvdla-small-w8a8");
    assertThat(points.get(1).at("/settings/0/value").asText()).isEqualTo("8");
    assertThat(points.get(1).at("/settings/1/value").asText()).isEqualTo("5");
    assertThat(points.get(9).get("hardware").asText()).isEqualTo("nvdla-small-256-w8a8");
    // More bandwidth never costs cycles; more MACs take their area.
    for (int i = 0; i < points.size(); i += 3) {
      assertThat(points.get(i).get("latencyCycles").asLong())
          .isGreaterThanOrEqualTo(points.get(i + 1).get("latencyCycles").asLong());
    }
    double macs = points.get(3).at("/area/macsSquareMicrometres").asDouble();
    assertThat(macs).isEqualTo(16 * 8 * 511);
  }

  /** The stated figure of the file itself. */
  @Tag("slow")
  @Test
  void aPointWithoutSettingsIsWhatSimulateSays() throws IOException {
    JsonNode point = json(sweep("--hardware", "nvdla-small-w8a8", "--json")).at("/points/0");
    JsonNode simulated =
        json(
            CliRun.of(
                "simulate",
                model.toString(),
                "--bits",
                "8",
                "--hardware",
                "nvdla-small-w8a8",
                "--json"));

    assertThat(point.get("latencyCycles")).isEqualTo(simulated.at("/simulation/latencyCycles"));
    assertThat(point.get("energyMillijoules"))
        .isEqualTo(simulated.at("/simulation/energyMillijoules"));
    assertThat(point.get("onFront").asBoolean()).isTrue();
  }

  @Test
  void theFrontIsWhatNothingDominates() throws IOException {
    JsonNode points =
        json(sweep(
                "--hardware",
                "nvdla-small-w8a8",
                "--set",
                "array.atomicC=4,8,16",
                "--set",
                "memory.readLatencyCycles=16,64",
                "--json"))
            .get("points");

    int front = 0;
    for (JsonNode p : points) {
      boolean dominated = false;
      for (JsonNode other : points) {
        dominated |= atLeastAsGood(other, p) && !atLeastAsGood(p, other);
      }
      assertThat(p.get("onFront").asBoolean()).isEqualTo(!dominated);
      front += dominated ? 0 : 1;
    }
    assertThat(front).isBetween(1, points.size() - 1);
  }

  /** No source prices bandwidth: the slower memory is the better one of something. */
  @Test
  void bandwidthIsAnAxisOfTheFrontAndAKindOfMemoryCostsEnergy() throws IOException {
    JsonNode points =
        json(sweep(
                "--hardware",
                "nvdla-small-w8a8",
                "--set",
                "memory.bandwidthGigabytesPerSecond=1,8",
                "--set",
                "energy.dramKind=lpddr4,hbm2",
                "--json"))
            .get("points");

    assertThat(points.findValuesAsText("memoryGigabytesPerSecond"))
        .containsExactly("1.0", "1.0", "8.0", "8.0");
    assertThat(points.findValuesAsText("onFront"))
        .containsExactly("false", "true", "false", "true");
  }

  @Test
  void pointsOfAFileCarryItsName() throws IOException {
    for (String name : List.of("a.yaml", "b.yaml")) {
      Files.writeString(folder.resolve(name), "extends: nvdla-small-w8a8\nname: same\n");
    }
    String files = folder.resolve("a.yaml") + "," + folder.resolve("b.yaml");
    JsonNode points = json(sweep("--hardware", files, "--json")).get("points");

    assertThat(points.findValuesAsText("hardware")).containsExactly(files.split(","));
  }

  private static boolean atLeastAsGood(JsonNode a, JsonNode b) {
    return List.of(
            "latencyMilliseconds",
            "energyMillijoules",
            "areaSquareMillimetres",
            "memoryGigabytesPerSecond")
        .stream()
        .allMatch(key -> a.get(key).asDouble() <= b.get(key).asDouble());
  }

  @Tag("slow")
  @Test
  void anyNumberOfThreadsPrintsTheSame() {
    String[] sweep = {
      "--hardware", "nvdla-small-w8a8,edge-tpu-w8a8", "--set", "buffer.banks=4,8,16,32", "--csv",
    };
    String one = sweep(with(sweep, "--threads", "1")).out();

    assertThat(one.lines()).hasSize(9);
    assertThat(one.lines().findFirst().orElseThrow())
        .startsWith(
            "model,hardware,buffer.banks,mac_units,latency_cycles,latency_ms,accelerator_ms,");
    assertThat(sweep(with(sweep, "--threads", "7")).out()).isEqualTo(one);
  }

  private static String[] with(String[] args, String... more) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void aLayerThatMoreMacsMakeSlowerIsNamedWithTheRule() {
    CliRun run =
        sweep(
            "--hardware",
            "nvdla-small-w8a8,nvdla-large-w8a8",
            "--set",
            "memory.cyclesPerBeat=2",
            "--quiet");

    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().filter(l -> l.startsWith("warning")))
        .singleElement()
        .asString()
        .contains("layer small takes 507 clocks on nvdla-small-w8a8, 524 on nvdla-large-w8a8")
        .contains("with memory.cyclesPerBeat=2")
        .contains("at least atomicKernels clocks, 32 instead of 9");
    assertThat(run.out().lines().filter(l -> !l.startsWith("warning")))
        .allMatch(line -> line.length() <= 120);
  }

  @Test
  void filesAreWrittenTogether() throws IOException {
    Path out = folder.resolve("space");
    CliRun run =
        sweep("--hardware", "nvdla-small-w8a8", "--set", "array.atomicK=8,16", "--out", out + "");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(new ObjectMapper().readTree(out.resolve("sweep.json").toFile()).get("points"))
        .hasSize(2);
    assertThat(Files.readAllLines(out.resolve("sweep.csv"))).hasSize(3);
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("data-chart=\"latencyArea\"", "Pareto front", "accumulatorCredits follows");
  }

  @Test
  void badSettingsAreOneLineAndNothingIsWritten() {
    for (String bad :
        List.of(
            "array.atomicX=8",
            "array.atomicC=0",
            "array.atomicC=8,8",
            "array.atomicC",
            "memory.bandwidthGigabytesPerSecond=-1")) {
      Path out = folder.resolve("none");
      CliRun run =
          sweep("--hardware", "nvdla-small-w8a8", "--set", bad, "--out", out.toString(), "--quiet");

      assertThat(run.exitCode()).as(bad).isEqualTo(2);
      assertThat(run.errLines()).as(bad).hasSize(1);
      assertThat(run.err()).contains(bad.substring(0, bad.indexOf('c') + 1));
      assertThat(out).doesNotExist();
    }
  }
}
