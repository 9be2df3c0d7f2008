package dev.twobit.search.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.CostKind;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.simulator.Simulator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole latencies that are looked up against those of the derived network, simulated. */
class WholeLatencyTest {
  private static final CandidateGrid GRID = new CandidateGrid("toy", 4, 2, 4, true);
  private static final Network RESNET20 = zoo("resnet20");

  static Stream<Arguments> spaces() {
    return Stream.of("nvdla-small-w2a2", "edge-tpu-w2a2")
        .flatMap(
            h ->
                Stream.of(Coupling.values())
                    .flatMap(
                        c ->
                            Stream.concat(
                                TinyNetworks.names().stream()
                                    .map(n -> Arguments.of(n, TinyNetworks.of(n), c, h)),
                                Stream.of("resnet20", "mobilenet-v2")
                                    .map(n -> Arguments.of(n, zoo(n), c, h)))));
  }

  private static Network zoo(String name) {
    ModelZoo.Model model = ModelZoo.Model.of(name);
    return NetworkCanonicalizer.canonical(ModelZoo.build(model, 3, model.defaultClasses(), 32, 1));
  }

  private static Map<String, Integer> drawn(SearchSpace space, Random random) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    space
        .units()
        .forEach(
            (name, u) ->
                widths.put(name, u.candidates().get(random.nextInt(u.candidates().size()))));
    return widths;
  }

  private static long simulated(CostModel costs, Network derived) {
    return Simulator.backToBack(derived, costs.precision(derived), costs.simulate(derived))
        .latencyCycles();
  }

  /** New widths, shortcuts that come and go, and the same again from what is remembered. */
  @ParameterizedTest(name = "{0} {2} {3}")
  @MethodSource("spaces")
  void itIsThatOfTheDerivedNetworkSimulated(
      String name, Network network, Coupling coupling, String hardware) {
    SearchSpace space = SearchSpace.of(network, GRID, coupling);
    CostModel costs = new CostModel(network, HardwareCatalog.load(hardware), 2, 4);
    Random random = new Random(11);
    Map<Map<String, Integer>, Long> found = new LinkedHashMap<>();
    for (int i = 0; i < (network.layers().size() < 40 ? 24 : 5); i++) {
      Map<String, Integer> genotype = drawn(space, random);
      found.put(genotype, costs.wholeCycles(space, genotype));
    }
    found.forEach(
        (genotype, cycles) -> {
          assertThat(cycles).isEqualTo(simulated(costs, costs.derive(space, genotype)));
          assertThat(costs.wholeCycles(space, genotype)).isEqualTo(cycles);
          assertThat(costs.isForetold(space, genotype)).isTrue();
        });
  }

  static Stream<Arguments> smallSpaces() {
    return spaces().filter(a -> !a.get()[0].equals("mobilenet-v2") && !isLargeOnEdge(a.get()));
  }

  private static boolean isLargeOnEdge(Object[] of) {
    return of[0].equals("resnet20") && !of[3].equals("nvdla-small-w2a2");
  }

  /** From whatever is most probable to what some genotype costs. */
  @ParameterizedTest(name = "{0} {2} {3}")
  @MethodSource("smallSpaces")
  void aBudgetIsMetByTheDerivedNetworkSimulated(
      String name, Network network, Coupling coupling, String hardware) {
    SearchSpace space = SearchSpace.of(network, GRID, coupling);
    CostModel costs = new CostModel(network, HardwareCatalog.load(hardware), 2, 8);
    assertThat(costs.original().of(CostKind.WHOLE)).isEqualTo(simulated(costs, network));
    Random random = new Random(9);
    for (double low : new double[] {0, 0.98}) {
      double reached = costs.genotype(space, drawn(space, random)).of(CostKind.WHOLE);
      Budget budget = new Budget(CostKind.WHOLE, "given", reached, low, 1);
      ArchitectureParameters architecture = TinyNetworks.spread(space, random.nextInt());
      Map<String, Integer> widths =
          BudgetProjection.project(
              space, architecture, costs, List.of(budget), architecture.genotype(space));
      double cycles = simulated(costs, costs.derive(space, widths));
      assertThat(cycles).isBetween(low * reached, reached);
      assertThat(costs.genotype(space, widths).of(CostKind.WHOLE)).isEqualTo(cycles);
    }
  }

  /** No sum has it: the latency's expectation, in the ratio of the most probable genotype. */
  @ParameterizedTest
  @EnumSource(Expectation.class)
  void itsExpectationIsTheLatencysInTheRatioOfTheMostProbableGenotype(Expectation expectation) {
    Network network = TinyNetworks.of("residual");
    SearchSpace space = SearchSpace.of(network, GRID, Coupling.ALIGN);
    HardwareConfig hardware = HardwareCatalog.load("nvdla-small-w2a2");
    CostModel costs = new CostModel(network, hardware, 2, 8);
    for (int seed = 0; seed < 20; seed++) {
      ArchitectureParameters architecture = TinyNetworks.spread(space, seed);
      Network derived = costs.derive(space, architecture.genotype(space));
      double ratio = (double) simulated(costs, derived) / costs.simulate(derived).latencyCycles();
      double latency = costs.expected(CostKind.LATENCY, space, architecture, expectation).value();
      double whole = costs.expected(CostKind.WHOLE, space, architecture, expectation).value();
      assertThat(ratio).isLessThan(1);
      assertThat(whole).isCloseTo(ratio * latency, within(1e-9 * whole));
    }
  }

  /** What is not asked for is not simulated. */
  @Test
  void otherCostsSimulateNoStepBehindAnother() {
    SearchSpace space = SearchSpace.of(RESNET20, GRID);
    CostModel costs = new CostModel(RESNET20, HardwareCatalog.load("nvdla-small-w2a2"), 2, 8);
    Costs found = costs.genotype(space, drawn(space, new Random(7)));
    assertThat(found.latencyCycles()).isPositive();
    assertThat(costs.original().of(CostKind.ENERGY)).isPositive();
    assertThat(costs.wholeHits().asked()).isZero();
    assertThat(found.of(CostKind.WHOLE)).isPositive();
    assertThat(costs.wholeHits().asked()).isPositive();
  }

  /** One unit after the other is changed: what follows it goes as before once it goes alike. */
  @Test
  void oneChangedUnitIsMostlyRemembered() {
    SearchSpace space = SearchSpace.of(RESNET20, CandidateGrid.EIGHTHS_DOUBLE_16);
    CostModel costs = new CostModel(RESNET20, HardwareCatalog.load("nvdla-small-w2a2"), 2, 8);
    Map<String, Integer> genotype = drawn(space, new Random(3));
    costs.wholeCycles(space, genotype);
    Hits before = costs.wholeHits();
    List<Long> changed = new ArrayList<>();
    for (String unit : space.units().keySet()) {
      Map<String, Integer> moved = new LinkedHashMap<>(genotype);
      moved.merge(unit, 1, (w, one) -> w == space.unit(unit).widest() ? w - 1 : w + 1);
      changed.add(costs.wholeCycles(space, moved));
      assertThat(changed.get(changed.size() - 1))
          .isEqualTo(simulated(costs, costs.derive(space, moved)));
    }
    assertThat(changed).hasSizeGreaterThan(10);
    assertThat(costs.wholeHits().since(before).share()).isBetween(0.5, 0.99);
  }

  /** Results are those of one thread, whichever comes first. */
  @Test
  void threadsGetTheSameLatencies() {
    SearchSpace space = SearchSpace.of(RESNET20, CandidateGrid.TAS);
    HardwareConfig hardware = HardwareCatalog.load("nvdla-large-w2a2");
    CostModel shared = new CostModel(RESNET20, hardware, 2, 8);
    CostModel alone = new CostModel(RESNET20, hardware, 2, 8);
    Random random = new Random(5);
    List<Map<String, Integer>> genotypes =
        Stream.generate(() -> drawn(space, random)).limit(60).toList();

    assertThat(genotypes.parallelStream().map(g -> shared.wholeCycles(space, g)).toList())
        .isEqualTo(genotypes.stream().map(g -> alone.wholeCycles(space, g)).toList());
  }
}
