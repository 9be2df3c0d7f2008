package dev.twobit.experiment.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Network;
import dev.twobit.network.WidthAdapter;
import dev.twobit.search.NetworkSketch;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A network that a search found is made again from the widths that are kept of it. */
class FoundWidthsTest {
  static Stream<Arguments> networks() {
    List<Network> all = new ArrayList<>(NetworkSketch.all());
    all.add(NetworkSketch.moving());
    all.add(NetworkSketch.excitedInRows());
    return all.stream()
        .flatMap(n -> Stream.of(Coupling.values()).map(c -> Arguments.of(n.name(), n, c)));
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("networks")
  void aFoundNetworkIsMadeAgain(String name, Network network, Coupling coupling) {
    SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS, coupling);
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      Map<String, Integer> genotype = new HashMap<>();
      space
          .units()
          .forEach(
              (unit, u) ->
                  genotype.put(unit, u.candidates().get(random.nextInt(u.candidates().size()))));
      Network found = space.derived(genotype);

      Network again =
          WidthAdapter.adapt(network, FoundWidths.of(network, found), coupling.unequalOperands());

      assertThat(again.layers()).as("seed %d", seed).isEqualTo(found.layers());
    }
  }
}
