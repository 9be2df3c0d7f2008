package dev.twobit.search.inherit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.network.UnequalOperands;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitWidthsTest {
  private static Network network(String model) {
    return NetworkCanonicalizer.canonical(
        ModelZoo.architecture(ModelZoo.Model.of(model), ModelZoo.Model.of(model).imageSize()));
  }

  @ParameterizedTest
  @CsvSource({
    "resnet20, TIED",
    "resnet20, ALIGN",
    "resnet20, PADDED",
    "mobilenet-v2, TIED",
    "mobilenet-v2, PADDED",
    "inception-v1, TIED"
  })
  void widthsOfASearchLeadBackToItsUnits(String model, Coupling coupling) {
    Network network = network(model);
    SearchSpace space = SearchSpace.of(network, CandidateGrid.EIGHTHS, coupling);
    Map<String, Integer> widths = new LinkedHashMap<>();
    int i = 0;
    for (var unit : space.units().values()) {
      widths.put(unit.name(), unit.candidates().get(i++ % unit.candidates().size()));
    }
    UnitWidths found =
        UnitWidths.of(network, space.convolutionWidths(widths), coupling.unequalOperands());
    assertThat(found.space().coupling()).isEqualTo(coupling);
    assertThat(found.widths()).isEqualTo(widths);
  }

  @Test
  void widthsThatNoSearchFindsAreRefused() {
    Network network = network("mobilenet-v1");
    SearchSpace space = SearchSpace.of(network, CandidateGrid.EIGHTHS);
    Map<String, Integer> widths = new LinkedHashMap<>(space.convolutionWidths(Map.of()));
    String depthwise =
        network.convolutions().stream()
            .filter(c -> c.isDepthwise())
            .findFirst()
            .orElseThrow()
            .name();
    widths.put(depthwise, 3);
    assertThatThrownBy(() -> UnitWidths.of(network, widths, UnequalOperands.SHORTCUT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(depthwise);
  }
}
