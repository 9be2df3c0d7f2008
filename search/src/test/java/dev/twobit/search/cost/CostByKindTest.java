package dev.twobit.search.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.network.CostKind;
import dev.twobit.network.Network;
import dev.twobit.search.NetworkSketch;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TinyNetworks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One cost of a genotype is that of the derived network. */
class CostByKindTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nvdla-small-w2a2",
        "nvdla-large-w2a2",
        "edge-tpu-w2a2",
        "nvdla-large-spreadsheet-w8a8"
      })
  void everyKindIsThatOfTheDerivedNetwork(String hardware) {
    Random random = new Random(5);
    List<Network> networks =
        Stream.concat(
                TinyNetworks.names().stream().map(TinyNetworks::of), NetworkSketch.all().stream())
            .toList();
    for (Network network : networks) {
      for (Coupling coupling : Coupling.values()) {
        SearchSpace space = SearchSpace.of(network, CandidateGrid.EIGHTHS_DOUBLE_16, coupling);
        CostModel costs = new CostModel(network, HardwareCatalog.load(hardware), 2, 8);
        for (int i = 0; i < 4; i++) {
          Map<String, Integer> widths = new LinkedHashMap<>();
          space
              .units()
              .forEach(
                  (name, u) ->
                      widths.put(name, u.candidates().get(random.nextInt(u.candidates().size()))));
          Costs derived = costs.genotype(space, widths);
          for (CostKind kind : CostKind.values()) {
            assertThat(costs.cost(kind, space, widths))
                .as("%s of %s %s %s", kind, network.name(), coupling, widths)
                .isCloseTo(derived.of(kind), within(1e-12 * derived.of(kind)));
          }
        }
      }
    }
  }
}
