package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace of a network through the command line, against the simulation it belongs to. */
class TraceCommandTest {
  @TempDir private Path folder;
  private Path model;
  private Path file;

  @BeforeEach
  void models() {
    model = folder.resolve("resnet8.onnx");
    file = folder.resolve("traces/trace.json");
    assertThat(CliRun.of("model", "resnet8", model.toString()).exitCode()).isZero();
  }

  @Test
  void tracksDoNotOverlapAndAddUpToTheSimulation() throws IOException {
    for (String hardware : List.of("nvdla-small-w2a2", "edge-tpu-w8a8")) {
      JsonNode simulation = json(simulate(hardware, "--trace-layers", "all", "--json").out());
      List<JsonNode> events = events();
      long cycles = 0;
      long reads = 0;
      long writes = 0;
      for (JsonNode layer : simulation.at("/simulation/layers")) {
        cycles += layer.get("latencyCycles").asLong();
        reads += layer.at("/activity/dramReadBytes").asLong();
        writes += layer.at("/activity/dramWriteBytes").asLong();
      }
      assertThat(bytes(events, "DRAM read")).as(hardware).isEqualTo(reads);
      assertThat(bytes(events, "DRAM write")).as(hardware).isEqualTo(writes);
      BigDecimal end = BigDecimal.ZERO;
      for (List<JsonNode> track : tracks(events).values()) {
        end = end.max(requireNoOverlap(track));
      }
      double megahertz = json(Files.readString(file)).at("/otherData/clockMegahertz").asDouble();
      assertThat(end.doubleValue()).as(hardware).isCloseTo(cycles / megahertz, within());
      assertThat(json(Files.readString(file)).at("/otherData/latencyCycles").asLong())
          .isEqualTo(cycles);
    }
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-6);
  }

  private static BigDecimal requireNoOverlap(List<JsonNode> track) {
    BigDecimal end = BigDecimal.ZERO;
    for (JsonNode event : track) {
      BigDecimal begin = new BigDecimal(event.get("ts").asText());
      assertThat(begin).as("%s", event).isGreaterThanOrEqualTo(end);
      assertThat(event.get("dur").decimalValue()).as("%s", event).isNotNegative();
      end = begin.add(new BigDecimal(event.get("dur").asText()));
    }
    return end;
  }

  @Test
  void aTraceHasATrackAUnitAndCountersThatEndAtNothing() throws IOException {
    simulate("nvdla-small-w2a2", "--trace-layers", "all");
    List<String> tracks = new ArrayList<>();
    Map<String, JsonNode> counters = new HashMap<>();
    double widest = 0;
    for (JsonNode event : events()) {
      if (event.get("name").asText().equals("thread_name")) {
        tracks.add(event.at("/args/name").asText());
      }
      if (event.get("ph").asText().equals("C")) {
        counters.put(event.get("name").asText(), event.get("args"));
        widest = Math.max(widest, event.at("/args/bytesPerCycle").asDouble());
      }
    }
    assertThat(tracks)
        .containsExactly(
            "layers", "operations", "DRAM read", "MAC array", "post-processor", "DRAM write");
    assertThat(counters.keySet())
        .containsExactlyInAnyOrder(
            "read bandwidth", "write bandwidth", "data buffer", "weight buffer");
    assertThat(counters.values())
        .allSatisfy(last -> assertThat(last.elements().next().asDouble()).isZero());
    double port = json(Files.readString(file)).at("/otherData/bandwidthBytesPerCycle").asDouble();
    assertThat(widest).isGreaterThan(port / 2);
  }

  @Test
  void onlyChosenLayersAreShownByUnit() throws IOException {
    simulate("nvdla-small-w2a2");
    int all = layers("layer").size();
    assertThat(all).isGreaterThan(5);
    simulate("nvdla-small-w2a2", "--trace-layers", "2");
    List<String> names = layers("layer");
    assertThat(layers("post-processor")).containsExactlyElementsOf(names.subList(0, 2));
    assertThat(names).hasSize(all);
    simulate("nvdla-small-w2a2", "--trace-layers", names.get(3) + "," + names.get(1));
    assertThat(layers("post-processor")).containsExactly(names.get(1), names.get(3));
    simulate("nvdla-small-w2a2", "--trace-layers", "slowest:1");
    String slowest =
        events().stream()
            .filter(e -> e.path("cat").asText().equals("layer"))
            .max(Comparator.comparingLong(e -> e.at("/args/cycles").asLong()))
            .orElseThrow()
            .get("name")
            .asText();
    assertThat(layers("post-processor")).containsExactly(slowest);
  }

  private List<String> layers(String category) throws IOException {
    return events().stream()
        .filter(e -> e.path("cat").asText().equals(category))
        .map(e -> category.equals("layer") ? e.get("name") : e.at("/args/layer"))
        .map(JsonNode::asText)
        .distinct()
        .toList();
  }

  @Test
  void badOptionsAreOneLineAndLeaveNoFile() {
    refused("--trace-layers: found 'nothing', expected a layer of ", "--trace-layers", "nothing");
    refused("--trace-layers: found '0', expected a positive number", "--trace-layers", "0");
    refused("--trace: found --engine tick, expected --engine event", "--engine", "tick");
    CliRun spreadsheet = run("nvdla-large-spreadsheet-w8a8");
    assertThat(spreadsheet.exitCode()).isEqualTo(2);
    assertThat(spreadsheet.errLines()).singleElement().asString().contains("memory.overlap: found");
    CliRun layersAlone =
        CliRun.of(
            "simulate", model.toString(), "--hardware", "nvdla-small-w2a2", "--trace-layers", "2");
    assertThat(layersAlone.exitCode()).isEqualTo(2);
    assertThat(layersAlone.errLines())
        .containsExactly("twobit: --trace-layers: found '2' without --trace FILE.json");
    assertThat(file).doesNotExist();
  }

  private void refused(String message, String... options) {
    CliRun run = run("nvdla-small-w2a2", options);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines()).singleElement().asString().startsWith("twobit: " + message);
  }

  private CliRun simulate(String hardware, String... options) {
    CliRun run = run(hardware, options);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private CliRun run(String hardware, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "simulate",
                model.toString(),
                "--hardware",
                hardware,
                "--trace",
                file.toString(),
                "--force"));
    args.addAll(List.of(options));
    return CliRun.of(args.toArray(String[]::new));
  }

  private List<JsonNode> events() throws IOException {
    JsonNode events = json(Files.readString(file)).get("traceEvents");
    return StreamSupport.stream(events.spliterator(), false).toList();
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private static long bytes(List<JsonNode> events, String category) {
    return events.stream()
        .filter(e -> e.path("cat").asText().equals(category))
        .mapToLong(e -> e.at("/args/bytes").asLong())
        .sum();
  }

  private static Map<Integer, List<JsonNode>> tracks(List<JsonNode> events) {
    Map<Integer, List<JsonNode>> tracks = new HashMap<>();
    for (JsonNode event : events) {
      if (event.get("ph").asText().equals("X")) {
        tracks.computeIfAbsent(event.get("tid").asInt(), k -> new ArrayList<>()).add(event);
      }
    }
    return tracks;
  }
}
