package dev.twobit.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the schemas of all that people write in YAML say, and which files come with twobit. */
class SchemasTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hwconfigs/schema.json",
        "hwconfigs/host-schema.json",
        "search/schema.json",
        "recipes/schema.json",
        "studies/schema.json"
      })
  void everyKeyIsDescribedAndEveryNumberHasARange(String resource) throws IOException {
    JsonNode schema = new ObjectMapper().readTree(Resources.text(resource));
    List<String> lacking = new ArrayList<>();
    check("", schema, lacking);
    schema.path("$defs").properties().forEach(d -> check(d.getKey(), d.getValue(), lacking));
    assertThat(lacking).isEmpty();
    assertThat(schema.path("properties").size()).isGreaterThan(8);
  }

  private static void check(String path, JsonNode rule, List<String> lacking) {
    for (Map.Entry<String, JsonNode> entry : rule.path("properties").properties()) {
      String key = path + "/" + entry.getKey();
      JsonNode own = entry.getValue();
      boolean figure = own.at("/properties/value").isObject();
      if (own.path("description").asText().isBlank()) {
        lacking.add(key + " has no description");
      }
      requireRange(key, figure ? own.at("/properties/value") : own, lacking);
      if (!figure) {
        check(key, own, lacking);
      }
    }
  }

  private static void requireRange(String key, JsonNode rule, List<String> lacking) {
    boolean number = List.of("integer", "number").contains(rule.path("type").asText());
    boolean from = rule.has("minimum") || rule.has("exclusiveMinimum");
    boolean listed = rule.has("enum");
    if (number && !listed && !(from && rule.has("maximum"))) {
      lacking.add(key + " has no range");
    }
  }

  /** A preset is a file: none is left out of the list, and none that is listed is missing. */
  @ParameterizedTest
  @ValueSource(strings = {"search", "recipes", "studies"})
  void theIndexNamesEveryFile(String folder) throws IOException, URISyntaxException {
    URL index = getClass().getResource("/" + folder + "/index.txt");
    Path path = Path.of(Objects.requireNonNull(index).toURI());
    try (var files = Files.list(path.resolveSibling(""))) {
      List<String> names =
          files
              .map(f -> f.getFileName().toString())
              .filter(f -> f.endsWith(".yaml"))
              .map(f -> f.substring(0, f.length() - ".yaml".length()))
              .toList();
      assertThat(Resources.text(folder + "/index.txt").lines())
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }
}
