package dev.twobit.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twobit.network.InvalidInputException;
import dev.twobit.search.cost.BandBase;
import dev.twobit.search.cost.CostLoss;
import dev.twobit.search.cost.Expectation;
import dev.twobit.search.cost.LatencyBinds;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.supernet.Growth;
import dev.twobit.search.supernet.Sampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchSettingsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"smoke", "small", "paper", "imagenet"})
  void mapAndYamlGiveTheSameSettingsBack(String preset) throws IOException {
    SearchSettings settings = SearchSettings.preset(preset).with("momentum", "0.5");
    assertThat(settings.preset()).isEqualTo(preset);
    SearchSettings other = SearchSettings.preset("smoke");
    for (Map.Entry<String, String> entry : settings.toMap().entrySet()) {
      other = other.with(entry.getKey(), entry.getValue());
    }
    assertThat(other).isEqualTo(settings);
    Path file = folder.resolve("settings.yaml");
    Files.writeString(file, settings.toYaml());
    assertThat(SearchSettings.read(file)).isEqualTo(settings);
  }

  /** search/docs/methods.md#neural-channel-expansion and search/docs/methods.md#decisions. */
  @Test
  void paperIsTheTableOfDefaults() {
    SearchSettings paper = SearchSettings.preset("paper");
    assertThat(paper.epochs())
        .isEqualTo(
            new EpochSettings(200, 600, 300, "cifar10", "w2a2-finetune", InitialWeights.FRESH));
    assertThat(paper.expansion().threshold()).isEqualTo(0.30);
    assertThat(paper.expansion().growth()).isEqualTo(Growth.KAIMING);
    assertThat(paper.images().splitSeed()).isEqualTo(111);
    assertThat(paper.space())
        .isEqualTo(
            new SpaceSettings(CandidateGrid.TAS, Coupling.ALIGN, SpaceSettings.Stem.SEARCHED));
    assertThat(paper.architecture().sampler()).isEqualTo(Sampler.INTERPOLATION);
    assertThat(paper.budget())
        .isEqualTo(
            new BudgetSettings(
                2,
                CostLoss.BAND,
                BandBase.TARGET,
                Expectation.ADDITIVE,
                FinalGenotype.IN_BAND_LAST,
                BudgetSettings.Projection.LOGITS,
                LatencyBinds.ADDITIVE,
                false));
    assertThat(paper.architecture().adam())
        .isEqualTo(new ArchitectureParameters.Adam(1e-3, 1e-3, 0.5, 0.999));
    SearchSettings imagenet = SearchSettings.preset("imagenet");
    assertThat(imagenet.expansion().threshold()).isEqualTo(0.19);
    assertThat(imagenet.budget().costWeight()).isEqualTo(1.5);
    assertThat(imagenet.images().imagesPerClass()).isEqualTo(50);
  }

  /** What is shown says of every key what it decides and what it may be. */
  @Test
  void everyKeyIsShownWithItsDescription() throws IOException {
    List<String> lines = SearchSettings.preset("paper").toYaml().lines().toList();
    int i = 0;
    for (Map.Entry<String, JsonNode> key : keys()) {
      String description = key.getValue().path("description").asText();
      assertThat(description).as(key.getKey()).isNotBlank();
      assertThat(lines.get(i)).startsWith("# " + description + "; ");
      assertThat(lines.get(i + 1)).startsWith(key.getKey() + ": ");
      i += 2;
    }
    assertThat(lines)
        .hasSize(i)
        .contains(
            "# L2 in Adam's gradient; a number from 0 to 1",
            "# zero padding before a random crop; pixels; a whole number from 0 to 64",
            "# what an Add does to its operands' widths; align | tied | padded");
  }

  /** Every key of the schema is one of the typed settings, and the other way round. */
  @Test
  void theSchemaHasTheKeysOfTheSettings() throws IOException {
    assertThat(SearchSettings.preset("paper").toMap().keySet())
        .containsExactlyElementsOf(keys().stream().map(Map.Entry::getKey).toList());
  }

  private static Set<Map.Entry<String, JsonNode>> keys() throws IOException {
    try (var in = SearchSettings.class.getResourceAsStream("/search/schema.json")) {
      return new ObjectMapper().readTree(in).get("properties").properties();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "threshold;1.5;a number from 0 to 1",
        "threshold;\"wide\";a number from 0 to 1",
        "batch-size;0;a whole number from 1 to 1000000",
        "batch-size;2.5;a whole number from 1 to 1000000",
        "coupling;\"both\";align | tied | padded",
        "temperature;\"cosine(5)\";cosine(5,0.1) or linear(10,0.1)",
        "temperature;\"linear(0.1,10)\";cosine(5,0.1) or linear(10,0.1)",
        "nesterov;\"yes\";true | false",
        "max-candidates;17;a whole number from 1 to 16"
      })
  void aBadValueIsOneLineOfErrors(String key, String found, String expected) {
    assertThatThrownBy(() -> SearchSettings.preset("small").with(key, found.replace("\"", "")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("'" + key + "': found " + found + ", expected " + expected);
  }

  /** The nearest word is named, where only some are allowed. */
  @Test
  void aMisspeltWordIsNamedWithTheNearest() {
    assertThatThrownBy(() -> SearchSettings.preset("small").with("growth", "kaimin"))
        .hasMessage(
            "'growth': found \"kaimin\", expected kaiming | zero-consumer | net2wider | ocs-split;"
                + " did you mean 'kaiming'?");
  }

  /** So that a run that was begun by an older twobit goes on as it was. */
  @Test
  void aKeyThatThereWasNotIsWhatSearchesHadThen() {
    SearchSettings now = SearchSettings.preset("small");
    Map<String, String> old = new HashMap<>(now.toMap());
    old.keySet().removeAll(SearchSettings.OF_OLD.keySet());
    SearchSettings then = SearchSettings.of(old);
    assertThat(then.last()).isEqualTo(new FinalSettings(4, 0, 0.5, 0.05));
    assertThat(then).isEqualTo(now.with(SearchSettings.OF_OLD));
    assertThat(SearchSettings.of(now.toMap())).isEqualTo(now);
  }

  @Test
  void aMapWithoutAKeyIsNoSettings() {
    Map<String, String> values = new HashMap<>(SearchSettings.preset("small").toMap());
    values.remove("growth");
    assertThatThrownBy(() -> SearchSettings.of(values))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("settings: key 'growth' is missing; expected it");
    values.put("growth", "kaiming");
    values.put("preset", "tiny");
    assertThatThrownBy(() -> SearchSettings.of(values))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "settings: preset 'tiny' is not known; expected one of smoke, small, paper, imagenet");
  }

  @Test
  void anUnknownKeyIsNamedWithTheNearest() throws IOException {
    assertThatThrownBy(() -> SearchSettings.preset("small").with("treshold", "0.3"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("unknown key 'treshold'; did you mean 'threshold'?");
    assertThatThrownBy(() -> SearchSettings.preset("smal"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("small");
    Path file = folder.resolve("bad.yaml");
    Files.writeString(file, "preset: paper\n\nthreshold: 7\n");
    assertThatThrownBy(() -> SearchSettings.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("bad.yaml:3: 'threshold': found 7, expected a number from 0 to 1")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aFileStartsFromItsPresetInAnyOrder() throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, "threshold: 0.25\npreset: paper\n");
    assertThat(SearchSettings.read(file))
        .isEqualTo(SearchSettings.preset("paper").with("threshold", "0.25"));
    Files.writeString(file, "threshold: 0.25\n");
    assertThat(SearchSettings.read(file))
        .isEqualTo(SearchSettings.preset("small").with("threshold", "0.25"));
  }

  @Test
  void numbersHaveOneText() {
    SearchSettings a = SearchSettings.preset("small").with("threshold", "0.30");
    assertThat(a).isEqualTo(SearchSettings.preset("small").with("threshold", "3e-1"));
    assertThat(a.with("temperature", "linear(10, 0.10)").toMap())
        .containsEntry("temperature", "linear(10,0.1)");
  }

  /** Every word that a key takes is one that the search knows, and is written as it was read. */
  @Test
  void everyWordOfEveryKeyIsKnown() throws IOException {
    SearchSettings settings = SearchSettings.preset("small");
    int words = 0;
    for (Map.Entry<String, JsonNode> key : keys()) {
      for (JsonNode word : key.getValue().path("enum")) {
        settings = settings.with(key.getKey(), word.asText());
        assertThat(settings.toMap()).containsEntry(key.getKey(), word.asText());
        words++;
      }
    }
    assertThat(words).isEqualTo(62);
    assertThat(settings.budget().finalGenotype()).isEqualTo(FinalGenotype.BEST_VALID);
  }

  /** Fewer candidates start above T; the lead that T asks for is the same. */
  @ParameterizedTest
  @CsvSource({"2", "4", "8", "9", "16"})
  void theThresholdAsksForTheSameLeadOfFewerCandidates(int candidates) {
    SearchSettings settings = SearchSettings.preset("paper");
    double t = settings.expansion().threshold(candidates);
    assertThat(t).isGreaterThan(1.0 / candidates);
    if (candidates >= 8) {
      assertThat(t).isCloseTo(0.30, within(1e-12));
    } else {
      double lead = Math.log(t * (candidates - 1) / (1 - t));
      assertThat(lead).isCloseTo(settings.expansion().leadToExpand(), within(1e-12));
    }
  }

  @Test
  void aKeptStemIsOneCandidate() {
    SearchSpace space =
        SearchSettings.preset("small").with("stem", "kept").space(SearchTasks.BLOCK);
    assertThat(space.unit("stem").candidates()).containsExactly(10);
    assertThat(space.expanded("stem").unit("stem").candidates()).containsExactly(10);
    assertThat(space.unit("conv1").candidates()).hasSize(8);
  }
}
