package dev.twobit.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.twobit.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonOutputTest {
  /** Whatever a command prints as JSON goes by VersionedJson. */
  @Test
  void everyCommandsJsonHasAVersion() {
    noClasses()
        .should()
        .callMethod(Json.class, "indented", Object.class)
        .orShould()
        .callMethod(Json.class, "line", Object.class)
        .orShould()
        .callMethod(Json.class, "present", Object.class)
        .check(
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests()))
                .importPackages("dev.twobit.cli"));
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
        "simulate resnet8 --hardware edge-tpu-w2a2"
      })
  void theVersionIsFirstAndConstantsAreWords(String command) {
    CliRun run = CliRun.of((command + " --json").split(" "));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().fieldNames().next()).isEqualTo("schemaVersion");
    List<String> texts = new ArrayList<>();
    texts(run.json(), texts);
    assertThat(texts).isNotEmpty().noneMatch(text -> text.matches("[A-Z]+_[A-Z_]+|TEMPORAL|RTL"));
  }

  private static void texts(JsonNode node, List<String> found) {
    if (node.isTextual()) {
      found.add(node.asText());
    }
    node.forEach(child -> texts(child, found));
  }

  /** As in the file: what is read here can be written there. */
  @Test
  void anAcceleratorHasTheWordsOfItsFile() {
    JsonNode listed = CliRun.of("hardware", "list", "--json").json().get("items");
    for (JsonNode hardware : listed) {
      JsonNode file = CliRun.of("hardware", "show", hardware.get("name").asText(), "--json").json();
      for (String key :
          List.of("/array/dataflow", "/precision/composition", "/precision/weightEncoding")) {
        assertThat(hardware.at(key)).as(key).isEqualTo(file.at(key));
      }
    }
  }

  @Test
  void whatModelAndReportWriteIsToldToPrograms(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("m.onnx");
    JsonNode model = CliRun.of("model", "resnet8", file.toString(), "--json").json();
    JsonNode inspected = CliRun.of("inspect", file.toString(), "--json").json();

    assertThat(model.get("file").asText()).isEqualTo(file.toString());
    assertThat(model.get("macs")).isEqualTo(inspected.at("/totals/macs"));
    assertThat(model.get("params")).isEqualTo(inspected.at("/totals/params"));

    CliRun report = CliRun.of("report", folder.toString(), "--json");
    assertThat(report.exitCode()).isEqualTo(2);
    assertThat(failed(report).get("errors").get(0).asText()).contains("run.yaml");
  }

  @Test
  void failuresAreJsonWhereJsonWasAskedFor(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("two.yaml");
    Files.writeString(file, "extends: nvdla-small-w2a2\nname: two\nbufer: {}\nclockMegahertz: 5\n");
    CliRun input = CliRun.of("hardware", "validate", file.toString(), "--json");
    CliRun usage = CliRun.of("hardware", "validat", file.toString(), "--json");

    assertThat(input.exitCode()).isEqualTo(2);
    assertThat(input.out()).isEmpty();
    assertThat(failed(input).get("exitCode").asInt()).isEqualTo(2);
    assertThat(failed(input).get("errors")).hasSize(2);
    assertThat(failed(input).at("/errors/0").asText()).contains("did you mean 'buffer'?");
    assertThat(failed(usage).at("/errors/0").asText()).contains("did you mean 'validate'?");
    assertThat(CliRun.of("hardware", "validate", file.toString()).errLines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("twobit: " + file + ":"));
  }

  private static JsonNode failed(CliRun run) throws JsonProcessingException {
    assertThat(run.errLines()).hasSize(1);
    JsonNode failed = Json.strictTree(run.err());
    assertThat(failed.fieldNames().next()).isEqualTo("schemaVersion");
    return failed;
  }
}
