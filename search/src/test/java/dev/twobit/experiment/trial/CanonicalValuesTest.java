package dev.twobit.experiment.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.network.InvalidInputException;
import dev.twobit.training.RecipeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key of every file is changed, one at a time: one that is added later is among them. */
class CanonicalValuesTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** For people, or of what no trial's result depends on. */
  private static final List<String> PROSE = List.of("/name", "/description", "/sources", "/area");

  @TempDir Path folder;

  /** Pointers to all values. */
  private static List<String> leaves(JsonNode node, String pointer) {
    if (node.isValueNode() || node.isArray()) {
      return List.of(pointer);
    }
    List<String> all = new ArrayList<>();
    node.properties().forEach(e -> all.addAll(leaves(e.getValue(), pointer + "/" + e.getKey())));
    return all;
  }

  private static JsonNode with(JsonNode tree, String pointer, JsonNode value) {
    JsonNode copy = tree.deepCopy();
    int at = pointer.lastIndexOf('/');
    ((ObjectNode) copy.at(pointer.substring(0, at))).set(pointer.substring(at + 1), value);
    return copy;
  }

  private String file(JsonNode tree) throws IOException {
    return Files.writeString(folder.resolve("changed.yaml"), YAML.writeValueAsString(tree))
        .toString();
  }

  private interface Digest {
    String of(String file);
  }

  /** The digest after the first of the values that is accepted. */
  private Optional<String> changed(
      JsonNode tree, String pointer, List<JsonNode> values, Digest digest) throws IOException {
    for (JsonNode value : values) {
      if (!value.equals(tree.at(pointer))) {
        try {
          return Optional.of(digest.of(file(with(tree, pointer, value))));
        } catch (InvalidInputException e) {
          continue; // this value does not go with the others
        }
      }
    }
    return Optional.empty();
  }

  private static List<JsonNode> others(JsonNode value, TreeSet<String> words) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (value.isBoolean()) {
      return List.of(make.booleanNode(!value.asBoolean()));
    }
    if (value.isArray()) {
      return List.of(make.arrayNode().add(3).add(4));
    }
    if (value.isIntegralNumber()) {
      long v = value.asLong();
      List<JsonNode> others = new ArrayList<>();
      Stream.of(v + 1, 2 * v, v / 2, v - 1)
          .filter(n -> n >= 0 && n != v)
          .forEach(n -> others.add(make.numberNode(n)));
      others.add(make.numberNode(v + 0.5)); // of what is between 0 and 1
      return others;
    }
    if (value.isNumber()) {
      double v = value.asDouble();
      return Stream.of(1.5 * v + 1e-7, 0.5 * v).<JsonNode>map(make::numberNode).toList();
    }
    return words.stream().<JsonNode>map(make::textNode).toList();
  }

  private static Stream<String> accelerators() {
    return HardwareCatalog.names().stream();
  }

  @ParameterizedTest
  @MethodSource("accelerators")
  void everyFigureThatIsSimulatedDecidesAndNoCitation(String name) throws IOException {
    JsonNode tree = YAML.readTree(HardwareCatalog.text(name));
    String own = Subjects.hardware(name).sha256();
    assertThat(Subjects.hardware(file(tree)).sha256()).isEqualTo(own);

    List<String> unchanged = new ArrayList<>();
    for (String pointer : leaves(tree, "")) {
      boolean prose = PROSE.stream().anyMatch(pointer::startsWith) || pointer.endsWith("/source");
      if (prose) {
        continue;
      }
      Optional<String> other =
          changed(
              tree, pointer, others(tree.at(pointer), words()), f -> Subjects.hardware(f).sha256());
      if (other.isEmpty()) {
        unchanged.add(pointer);
      } else {
        assertThat(other.get()).as(pointer).isNotEqualTo(own);
      }
    }
    // Another style has other keys, and these two go with one style or with one dataflow alone.
    assertThat(unchanged)
        .isSubsetOf("/array/style", "/array/groupPacking", "/array/dataflow", "/memory/overlap");
  }

  /** Trials of before these keys are kept. */
  @Test
  void keysThatCameLaterDecideWhereTheyDiffer() throws IOException {
    JsonNode tree = YAML.readTree(HardwareCatalog.text("nvdla-small-w2a2"));
    String own = Subjects.hardware("nvdla-small-w2a2").sha256();
    ((ObjectNode) tree.get("array")).remove("handover");
    ((ObjectNode) tree.get("postProcessor")).remove("parameterFifoBeats");
    assertThat(Subjects.hardware(file(tree)).sha256()).isEqualTo(own);
  }

  /** Whatever a file may say where it says a word. */
  private static TreeSet<String> words() throws IOException {
    TreeSet<String> words = new TreeSet<>();
    try (var in = HardwareCatalog.class.getResourceAsStream("/hwconfigs/schema.json")) {
      for (JsonNode choice : new ObjectMapper().readTree(in).findValues("enum")) {
        choice.forEach(word -> words.add(word.asText()));
      }
    }
    return words;
  }

  @ParameterizedTest
  @MethodSource("accelerators")
  void whatIsForPeopleDecidesNothing(String name) throws IOException {
    JsonNode tree = YAML.readTree(HardwareCatalog.text(name));
    String own = Subjects.hardware(name).sha256();
    String comment = "# another comment\n" + HardwareCatalog.text(name);
    String file = Files.writeString(folder.resolve("a.yaml"), comment).toString();
    assertThat(Subjects.hardware(file).sha256()).isEqualTo(own);

    JsonNodeFactory make = JsonNodeFactory.instance;
    JsonNode edited = with(tree, "/description", make.textNode("said better"));
    edited = with(edited, "/name", make.textNode("renamed"));
    for (String key : leaves(tree.get("sources"), "/sources")) {
      edited = with(edited, key, make.textNode("a better citation"));
    }
    assertThat(Subjects.hardware(file(edited)).sha256()).isEqualTo(own);

    String first = leaves(tree.get("sources"), "").get(0).substring(1);
    for (String pointer : leaves(tree, "")) {
      if (pointer.endsWith("/source")) {
        edited = with(edited, pointer, make.textNode(first));
      }
    }
    assertThat(Subjects.hardware(file(edited)).sha256()).isEqualTo(own);
    assertThat(
            changed(
                tree,
                "/area/macSquareMicrometres/value",
                List.of(make.numberNode(7)),
                f -> Subjects.hardware(f).sha256()))
        .contains(own);
  }

  @Test
  void recipesAreTheirValues() throws IOException {
    JsonNode tree = YAML.readTree(RecipeFile.text("cifar10"));
    String own = recipe("cifar10");
    assertThat(recipe(file(tree))).isEqualTo(own);
    assertThat(recipe("small")).isNotEqualTo(own);

    TreeSet<String> words = new TreeSet<>(List.of("adam", "constant", "step"));
    for (String pointer : leaves(tree, "")) {
      Optional<String> other =
          changed(tree, pointer, others(tree.at(pointer), words), f -> recipe(f));
      if (pointer.equals("/name") || pointer.equals("/description")) {
        assertThat(other).as(pointer).contains(own);
      } else {
        assertThat(other).as(pointer).isPresent();
        assertThat(other.get()).as(pointer).isNotEqualTo(own);
      }
    }
  }

  /** Key of a training by it. */
  private static String recipe(String nameOrFile) {
    TrainingTrial any = TrialJsonTest.training("here", Map.of("a", 1), 1);
    return TrialJson.key(
        new TrainingTrial(
            any.format(),
            any.subject(),
            any.structure(),
            any.arithmetic(),
            new TrainingPlan(nameOrFile, RecipeFile.load(nameOrFile).recipe()),
            any.start(),
            any.outputs(),
            any.execution()));
  }
}
