package dev.twobit.search.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.CostKind;
import dev.twobit.precision.BitPlan;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TinyNetworks;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CostCacheTest {
  private static final CandidateGrid GRID = new CandidateGrid("toy", 4, 2, 4, true);
  private static final HardwareConfig HARDWARE = HardwareCatalog.load("toy-8x8-w2a2");

  private final SearchSpace space =
      SearchSpace.of(TinyNetworks.of("residual"), GRID, Coupling.ALIGN);
  private final ArchitectureParameters architecture = TinyNetworks.spread(space, 3);

  private CostModel model(CostCache cache) {
    return new CostModel(space.network(), HARDWARE, BitPlan.uniform(2, 8), cache);
  }

  @Test
  void modelsShareWhatIsSimulated() {
    CostCache cache = new CostCache();
    double first = model(cache).expected(CostKind.LATENCY, space, architecture).value();
    int shapes = cache.of(HARDWARE).size();
    assertThat(shapes).isPositive();
    assertThat(model(cache).expected(CostKind.ENERGY, space, architecture).value()).isPositive();
    assertThat(model(cache).expected(CostKind.LATENCY, space, architecture).value())
        .isEqualTo(first);
    assertThat(cache.of(HARDWARE).size()).isEqualTo(shapes);
  }

  @Test
  void anExpansionSimulatesWhatItAddsAlone() {
    CostCache cache = new CostCache();
    model(cache).expected(CostKind.LATENCY, space, architecture);
    int before = cache.of(HARDWARE).size();
    String last = List.copyOf(space.units().keySet()).get(space.units().size() - 1);
    SearchSpace grown = space.expanded(last);
    model(cache).expected(CostKind.LATENCY, grown, TinyNetworks.spread(grown, 3));
    int added = cache.of(HARDWARE).size() - before;
    assertThat(added).isBetween(1, before / 2);
  }

  @Test
  void threadsGetTheSameFigures() {
    CostModel shared = model(new CostCache());
    CostModel alone = model(new CostCache());
    List<Map<String, Integer>> all = new GenotypeMoves(space).all(1000);
    double expected = alone.expected(CostKind.SRAM_PEAK, space, architecture).value();
    boolean same =
        IntStream.range(0, all.size())
            .parallel()
            .allMatch(
                i ->
                    shared.genotype(space, all.get(i)).equals(alone.genotype(space, all.get(i)))
                        && shared.expected(CostKind.SRAM_PEAK, space, architecture).value()
                            == expected);
    assertThat(same).isTrue();
  }

  @Test
  void onlySoManyValuesAreKept() {
    Recent<Integer, Integer> recent = new Recent<>(2);
    int[] computed = new int[1];
    for (int key : new int[] {1, 2, 1, 3, 1, 2}) {
      assertThat(
              recent.get(
                  key,
                  k -> {
                    computed[0]++;
                    return 10 * k;
                  }))
          .isEqualTo(10 * key);
    }
    assertThat(recent.size()).isEqualTo(2);
    assertThat(computed[0]).isEqualTo(4);
  }

  /** The whole network as the simulator has it, layer by layer from the cache. */
  @Test
  void genotypesCostWhatTheSimulatorSays() {
    CostModel costs = model(new CostCache());
    for (Map<String, Integer> genotype : new GenotypeMoves(space).all(1000).subList(0, 40)) {
      var whole = costs.simulate(costs.derive(space, genotype));
      Costs found = costs.genotype(space, genotype);
      assertThat(found.latencyCycles()).isEqualTo(whole.latencyCycles());
      assertThat(found.energyPicojoules())
          .isCloseTo(
              whole.energy().totalPicojoules(),
              org.assertj.core.data.Percentage.withPercentage(1e-9));
    }
  }
}
