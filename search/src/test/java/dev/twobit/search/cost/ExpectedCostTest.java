package dev.twobit.search.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.CostKind;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.precision.BitPlan;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.simulator.Addressing;
import dev.twobit.simulator.BufferUse;
import dev.twobit.simulator.LayerSimulation;
import dev.twobit.simulator.LoweredLayer;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.WorkloadLowering;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Expectations against the mean over all genotypes, one after the other. */
class ExpectedCostTest {
  private static final CandidateGrid GRID = new CandidateGrid("toy", 4, 2, 4, true);
  private static final HardwareConfig HARDWARE = HardwareCatalog.load("toy-8x8-w2a2");
  private static final CostCache CACHE = new CostCache();

  static Stream<Arguments> spaces() {
    return TinyNetworks.names().stream()
        .flatMap(n -> Stream.of(Coupling.values()).map(c -> Arguments.of(n, c)));
  }

  private static SearchSpace space(String name, Coupling coupling) {
    SearchSpace space = SearchSpace.of(TinyNetworks.of(name), GRID, coupling);
    return space.expanded(space.units().keySet().iterator().next());
  }

  private static CostModel model(SearchSpace space, int residualBits) {
    return new CostModel(space.network(), HARDWARE, BitPlan.uniform(2, residualBits), CACHE);
  }

  /** Sum over all genotypes of their probability times a value. */
  private static double mean(
      SearchSpace space,
      ArchitectureParameters architecture,
      ToDoubleFunction<Map<String, Integer>> value) {
    double sum = 0;
    for (Map<String, Integer> genotype : new GenotypeMoves(space).all(1 << 20)) {
      sum += probability(space, architecture, genotype) * value.applyAsDouble(genotype);
    }
    return sum;
  }

  private static double probability(
      SearchSpace space, ArchitectureParameters architecture, Map<String, Integer> genotype) {
    double p = 1;
    for (SearchUnit unit : space.units().values()) {
      p *= architecture.probabilities(unit.name())[GenotypeMoves.index(unit, genotype)];
    }
    return p;
  }

  /** The super-net's layers of one genotype, each simulated alone. */
  private static List<LayerWorkload> superNet(SearchSpace space, Map<String, Integer> genotype) {
    Network network = space.network();
    List<LayerWorkload> layers = new ArrayList<>();
    for (LoweredLayer step :
        WorkloadLowering.lower(
            network, PrecisionPlan.deployed(network, 2, 8), Addressing.STRIDED)) {
      Layer first = step.members().get(0);
      layers.add(
          step.workload()
              .withChannels(
                  space.width(step.inputTensor()).at(genotype),
                  space.width(first.output()).at(genotype)));
    }
    return layers;
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void theAdditiveExpectationIsTheMeanOverAllGenotypes(String name, Coupling coupling) {
    SearchSpace space = space(name, coupling);
    CostModel costs = model(space, 8);
    ArchitectureParameters architecture = TinyNetworks.spread(space, 7);
    Map<LayerWorkload, LayerSimulation> known = new java.util.HashMap<>();
    ToDoubleFunction<Map<String, Integer>> cycles =
        g ->
            superNet(space, g).stream()
                .map(w -> known.computeIfAbsent(w, x -> Simulator.simulateLayer(x, HARDWARE)))
                .mapToDouble(LayerSimulation::latencyCycles)
                .sum();
    ToDoubleFunction<Map<String, Integer>> picojoules =
        g ->
            superNet(space, g).stream()
                .map(w -> known.computeIfAbsent(w, x -> Simulator.simulateLayer(x, HARDWARE)))
                .mapToDouble(l -> l.energy().totalPicojoules())
                .sum();
    ToDoubleFunction<Map<String, Integer>> macs =
        g ->
            superNet(space, g).stream()
                .mapToDouble(w -> w instanceof LayerWorkload.Convolution c ? c.macs() : 0)
                .sum();
    assertMean(costs, CostKind.LATENCY, space, architecture, cycles);
    assertMean(costs, CostKind.ENERGY, space, architecture, picojoules);
    assertMean(costs, CostKind.FLOPS, space, architecture, macs);
  }

  private static void assertMean(
      CostModel costs,
      CostKind kind,
      SearchSpace space,
      ArchitectureParameters architecture,
      ToDoubleFunction<Map<String, Integer>> value) {
    double mean = mean(space, architecture, value);
    assertThat(costs.expected(kind, space, architecture).value())
        .as("%s", kind)
        .isCloseTo(mean, within(1e-9 * mean));
  }

  /**
   * Inserted shortcuts, their normalization, and adds that fuse elsewhere: all of it. Layers back
   * to back are in the most probable genotype's ratio to the latency, which is nearly that of
   * others.
   */
  @ParameterizedTest
  @MethodSource("spaces")
  void withShortcutsItIsTheMeanOfWholeDerivedNetworks(String name, Coupling coupling) {
    SearchSpace space = space(name, coupling);
    CostModel costs = model(space, 8);
    ArchitectureParameters architecture = TinyNetworks.spread(space, 11);
    for (CostKind kind : CostKind.values()) {
      if (kind == CostKind.SRAM_PEAK) {
        continue;
      }
      double mean = mean(space, architecture, g -> costs.genotype(space, g).of(kind));
      double expected =
          costs.expected(kind, space, architecture, Expectation.WITH_SHORTCUTS).value();
      assertThat(expected)
          .as("%s", kind)
          .isCloseTo(mean, within((kind == CostKind.WHOLE ? 0.02 : 1e-9) * mean));
    }
  }

  /** With fewer residual bits the copies a shortcut reads are the only thing left out. */
  @ParameterizedTest
  @MethodSource("spaces")
  void withFewerResidualBitsItIsNearIt(String name, Coupling coupling) {
    SearchSpace space = space(name, coupling);
    CostModel costs = model(space, 4);
    ArchitectureParameters architecture = TinyNetworks.spread(space, 12);
    double mean = mean(space, architecture, g -> costs.genotype(space, g).latencyCycles());
    double expected =
        costs.expected(CostKind.LATENCY, space, architecture, Expectation.WITH_SHORTCUTS).value();
    assertThat(expected).isCloseTo(mean, within(0.02 * mean));
  }

  /** Every layer's own distribution by enumeration, then the product of distribution functions. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("spaces")
  void thePeakIsThatOfIndependentLayers(String name, Coupling coupling) {
    SearchSpace space = space(name, coupling);
    ArchitectureParameters architecture = TinyNetworks.spread(space, 13);
    List<TreeMap<Long, Double>> layers = new ArrayList<>();
    for (Map<String, Integer> genotype : new GenotypeMoves(space).all(1 << 20)) {
      double p = probability(space, architecture, genotype);
      List<LayerWorkload> steps = superNet(space, genotype);
      for (int i = 0; i < steps.size(); i++) {
        if (layers.size() <= i) {
          layers.add(new TreeMap<>());
        }
        layers.get(i).merge(BufferUse.bytes(steps.get(i), HARDWARE), p, Double::sum);
      }
    }
    TreeMap<Long, Double> upTo = new TreeMap<>();
    layers.forEach(l -> l.keySet().forEach(b -> upTo.put(b, 1.0)));
    for (TreeMap<Long, Double> layer : layers) {
      upTo.replaceAll(
          (b, product) ->
              product * layer.headMap(b, true).values().stream().mapToDouble(x -> x).sum());
    }
    double mean = 0;
    double below = 0;
    for (Map.Entry<Long, Double> e : upTo.entrySet()) {
      mean += e.getKey() * (e.getValue() - below);
      below = e.getValue();
    }
    double expected = model(space, 8).expected(CostKind.SRAM_PEAK, space, architecture).value();
    assertThat(expected).isCloseTo(mean, within(1e-9 * mean));
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void logitGradientsEqualFiniteDifferences(String name, Coupling coupling) {
    SearchSpace space = space(name, coupling);
    CostModel costs = model(space, 8);
    ArchitectureParameters architecture = TinyNetworks.spread(space, 5);
    double step = 1e-5;
    for (CostKind kind : CostKind.values()) {
      for (Expectation expectation : Expectation.values()) {
        ExpectedCost expected = costs.expected(kind, space, architecture, expectation);
        for (SearchUnit unit : space.units().values()) {
          double[] row = architecture.logits(unit.name());
          for (int i = 0; i < row.length; i++) {
            double at = row[i];
            row[i] = at + step;
            double above = costs.expected(kind, space, architecture, expectation).value();
            row[i] = at - step;
            double below = costs.expected(kind, space, architecture, expectation).value();
            row[i] = at;
            assertThat(expected.logitGradients().getOrDefault(unit.name(), new double[0])[i])
                .as("%s %s %s candidate %d", kind, expectation, unit.name(), i)
                .isCloseTo((above - below) / (2 * step), within(1e-7 * expected.value()));
          }
        }
      }
    }
  }

  /**
   * A certain choice costs what its genotype does; under {@code with-shortcuts} of any genotype
   * (search/docs/methods.md#expected-cost).
   */
  @ParameterizedTest
  @MethodSource("spaces")
  void whereEveryUnitIsCertainItIsTheGenotypesCost(String name, Coupling coupling) {
    SearchSpace space = space(name, coupling);
    CostModel costs = model(space, 8);
    List<Map<String, Integer>> all = new GenotypeMoves(space).all(1 << 20);
    for (int i = 0; i < all.size(); i += 1 + all.size() / 25) {
      Map<String, Integer> genotype = all.get(i);
      ArchitectureParameters architecture = TinyNetworks.spread(space, 1);
      for (SearchUnit unit : space.units().values()) {
        architecture.logits(unit.name())[GenotypeMoves.index(unit, genotype)] = 200;
      }
      Costs whole = costs.genotype(space, genotype);
      boolean needsNone =
          costs.derive(space, genotype).layers().size() == space.network().layers().size();
      for (CostKind kind : CostKind.values()) {
        double derived =
            costs.expected(kind, space, architecture, Expectation.WITH_SHORTCUTS).value();
        assertThat(derived).as("%s", kind).isCloseTo(whole.of(kind), within(1e-9 * derived));
        if (needsNone) {
          double additive = costs.expected(kind, space, architecture).value();
          assertThat(additive).as("%s", kind).isCloseTo(whole.of(kind), within(1e-9 * additive));
        }
      }
    }
  }
}
