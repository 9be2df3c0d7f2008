package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.json.Json;
import dev.twobit.results.ResultsFile;
import dev.twobit.results.SyntheticCurve;
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
import picocli.CommandLine;

/**
 * The schemas of docs/reference/schemas are what the code writes. Whatever a test's command prints
 * as JSON is held against them by {@link CliRun}; here are those that are cheap.
 */
class JsonSchemasTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void everyCommandThatHasJsonHasASchema() {
    List<String> found = new ArrayList<>();
    withJson(Main.commandLine(new Console(System.out, System.err)), found);

    assertThat(found).hasSizeGreaterThan(35);
    assertThat(JsonOutputs.names().stream().filter(n -> n.startsWith("twobit ")))
        .containsExactlyInAnyOrderElementsOf(found);
  }

  private static void withJson(CommandLine command, List<String> found) {
    if (command.getCommandSpec().findOption("--json") != null) {
      found.add(command.getCommandSpec().qualifiedName());
    }
    for (Map.Entry<String, CommandLine> sub : command.getSubcommands().entrySet()) {
      withJson(sub.getValue(), found);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hardware list",
        "hardware keys memory",
        "hardware show nvdla-small-w2a2",
        "hardware show host",
        "hardware compare nvdla-small-w2a2 edge-tpu-w2a2",
        "quantizers",
        "inspect resnet8",
        "simulate resnet8 --hardware edge-tpu-w2a2",
        "validate energy",
        "validate area",
        "validate edge-tpu",
        "hardware show nowhere"
      })
  void whatIsPrintedIsAsItsSchemaSays(String command) {
    CliRun run = CliRun.of((command + " --json").split(" ")); // holds it against the schema

    assertThat(run.out() + run.err()).contains("schemaVersion");
  }

  @Test
  void resultsAreAsTheirSchemaSays() throws IOException {
    JsonSchemaCheck.require("results.json", Json.parse(ResultsFile.toJson(SyntheticRun.of(6, ""))));
    JsonSchemaCheck.require("results.json", Json.parse(ResultsFile.toJson(SyntheticCurve.of(""))));
  }

  @Tag("slow") // together
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sweep resnet8 --hardware nvdla-small-w2a2 --set buffer.banks=16,32",
        "frontier resnet8 --hardware nvdla-small-w2a2 --latency-budget 1.0x",
        "validate engines --pairs 3",
        "validate chains --chains 1",
        "simulate resnet8 --hardware nvdla-small-w2a2 --engine tick"
      })
  void whatTakesLongerIsToo(String command) {
    whatIsPrintedIsAsItsSchemaSays(command);
  }

  @Test
  void filesOfASimulationAreAsTheirSchemasSay(@TempDir Path folder) throws IOException {
    String out = folder.toString();
    assertThat(
            CliRun.of("simulate", "resnet8", "--hardware", "nvdla-small-w2a2", "--out", out)
                .exitCode())
        .isZero();

    JsonSchemaCheck.require(
        "simulation.json", Json.parse(Files.readString(folder.resolve("simulation.json"))));
  }

  /** A key that no schema has, one of another type, one that is missing. */
  @Test
  void whatIsOtherwiseIsNamed() {
    ObjectNode report = (ObjectNode) CliRun.of("inspect", "resnet8", "--json").json();

    assertThat(JsonSchemaCheck.errors("twobit inspect", report)).isEmpty();
    assertThat(JsonSchemaCheck.errors("twobit inspect", report.deepCopy().put("more", 1)))
        .anyMatch(e -> e.contains("more"));
    assertThat(JsonSchemaCheck.errors("twobit inspect", report.deepCopy().put("totals", "many")))
        .anyMatch(e -> e.contains("totals"));
    ObjectNode without = report.deepCopy();
    without.remove("totals");
    assertThat(JsonSchemaCheck.errors("twobit inspect", without))
        .anyMatch(e -> e.contains("totals"));
  }

  @Test
  void schemasAndTheirPageAreWritten() throws IOException {
    JsonReference.requireWritten(ROOT);
  }
}
