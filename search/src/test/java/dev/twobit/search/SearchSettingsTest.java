package dev.twobit.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
    assertThat(paper.warmupEpochs()).isEqualTo(200);
    assertThat(paper.searchEpochs()).isEqualTo(600);
    assertThat(paper.threshold()).isEqualTo(0.30);
    assertThat(paper.costWeight()).isEqualTo(2);
    assertThat(paper.splitSeed()).isEqualTo(111);
    assertThat(paper.grid()).isEqualTo(CandidateGrid.TAS);
    assertThat(paper.coupling()).isEqualTo(Coupling.ALIGN);
    assertThat(paper.growth()).isEqualTo(Growth.KAIMING);
    assertThat(paper.sampler()).isEqualTo(Sampler.INTERPOLATION);
    assertThat(paper.expectation()).isEqualTo(Expectation.ADDITIVE);
    assertThat(paper.bandBase()).isEqualTo(BandBase.TARGET);
    assertThat(paper.finalGenotype()).isEqualTo(FinalGenotype.IN_BAND_LAST);
    assertThat(paper.adam()).isEqualTo(new ArchitectureParameters.Adam(1e-3, 1e-3, 0.5, 0.999));
    SearchSettings imagenet = SearchSettings.preset("imagenet");
    assertThat(imagenet.threshold()).isEqualTo(0.19);
    assertThat(imagenet.costWeight()).isEqualTo(1.5);
    assertThat(imagenet.imagesPerClass()).isEqualTo(50);
  }

  /** The one file that has every key says of each what it decides. */
  @Test
  void theFileOfThePaperDescribesEveryKey() throws IOException {
    try (var in = SearchSettings.class.getResourceAsStream("/search/paper.yaml")) {
      assertThat(in).isNotNull();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(SearchSettings.preset("paper").toYaml());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "threshold;1.5;0 to 1",
        "threshold;wide;0 to 1",
        "batch-size;0;a whole number from 1",
        "batch-size;2.5;a whole number from 1",
        "coupling;both;align | tied",
        "temperature;cosine(5);cosine(5,0.1) or linear(10,0.1)",
        "temperature;linear(0.1,10);cosine(5,0.1) or linear(10,0.1)",
        "nesterov;yes;true | false",
        "max-candidates;17;a whole number from 1 to 16"
      })
  void aBadValueIsOneLineOfErrors(String key, String value, String expected) {
    assertThatThrownBy(() -> SearchSettings.preset("small").with(key, value))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(key + ": found '" + value + "', expected " + expected(key, expected));
  }

  private static String expected(String key, String begins) {
    return SettingKeys.ALL.stream()
        .filter(k -> k.name().equals(key))
        .map(k -> k.values().expected())
        .filter(e -> e.startsWith(begins))
        .findFirst()
        .orElse(begins);
  }

  @Test
  void anUnknownKeyIsNamedWithTheNearest() throws IOException {
    assertThatThrownBy(() -> SearchSettings.preset("small").with("treshold", "0.3"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'treshold'")
        .hasMessageContaining("threshold");
    assertThatThrownBy(() -> SearchSettings.preset("smal"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("small");
    Path file = folder.resolve("bad.yaml");
    Files.writeString(file, "preset: paper\n\nthreshold: 7\n");
    assertThatThrownBy(() -> SearchSettings.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("bad.yaml:3: threshold: found '7'")
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

  /** Every word that a key takes is one that the search knows. */
  @Test
  void everyWordOfEveryKeyIsKnown() {
    SearchSettings settings = SearchSettings.preset("small");
    for (SettingKey key : SettingKeys.ALL) {
      if (key.values() instanceof SettingKey.Words words && !key.name().equals("preset")) {
        for (String word : words.words()) {
          settings = settings.with(key.name(), word);
          settings.grid();
          settings.coupling();
          settings.sampler();
          settings.growth();
          settings.expectation();
          settings.bandBase();
          settings.finalGenotype();
        }
      }
    }
    assertThat(settings.finalGenotype()).isEqualTo(FinalGenotype.BEST_VALID);
  }

  /** Fewer candidates start above T; the lead that T asks for is the same. */
  @ParameterizedTest
  @CsvSource({"2", "4", "8", "9", "16"})
  void theThresholdAsksForTheSameLeadOfFewerCandidates(int candidates) {
    SearchSettings settings = SearchSettings.preset("paper");
    double t = settings.threshold(candidates);
    assertThat(t).isGreaterThan(1.0 / candidates);
    if (candidates >= 8) {
      assertThat(t).isCloseTo(0.30, within(1e-12));
    } else {
      double lead = Math.log(t * (candidates - 1) / (1 - t));
      assertThat(lead).isCloseTo(settings.leadToExpand(), within(1e-12));
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
