package dev.twobit.search.frontier;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HardwareOverride;
import dev.twobit.hardware.HardwareSettings;
import dev.twobit.network.CostKind;
import dev.twobit.network.Network;
import dev.twobit.precision.BitPlan;
import dev.twobit.search.NetworkSketch;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.CostCache;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.cost.Costs;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.Simulator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Small networks on accelerators, their plateaus, and budgets.
 *
 * @param title what it is, for a failing test
 */
record FrontierCases(String title, SearchSpace base, CostModel costs) {
  private static final CostCache CACHE = new CostCache();

  /** The same in all tests, so that what one had simulated others look up. */
  private static final List<FrontierCases> ALL = make(new Random(3));

  /** Small networks of either coupling, on the catalog's accelerators and on random ones. */
  static List<FrontierCases> all() {
    return ALL;
  }

  /** Every third of them: all networks, on different accelerators. */
  static List<FrontierCases> some() {
    return IntStream.range(0, ALL.size()).filter(i -> i % 3 == 0).mapToObj(ALL::get).toList();
  }

  private static List<FrontierCases> make(Random random) {
    List<Network> networks =
        new ArrayList<>(TinyNetworks.names().stream().map(TinyNetworks::of).toList());
    networks.addAll(NetworkSketch.all());
    List<HardwareConfig> accelerators = new ArrayList<>();
    for (String name : List.of("nvdla-small-w2a2", "nvdla-large-w2a2", "edge-tpu-w2a2")) {
      accelerators.add(HardwareCatalog.load(name));
    }
    for (int i = 0; i < 2; i++) {
      accelerators.add(random(random));
    }
    List<FrontierCases> cases = new ArrayList<>();
    for (HardwareConfig hardware : accelerators) {
      for (Network network : networks) {
        Coupling coupling = Coupling.values()[random.nextInt(Coupling.values().length)];
        cases.add(
            new FrontierCases(
                network.name() + " " + coupling + " on " + hardware.array(),
                SearchSpace.of(network, CandidateGrid.TAS, coupling),
                new CostModel(network, hardware, BitPlan.uniform(2, 8), CACHE)));
      }
    }
    return cases;
  }

  private static HardwareConfig random(Random random) {
    List<HardwareOverride> settings =
        List.of(
            new HardwareOverride("array.atomicC", String.valueOf(1 << 1 + random.nextInt(4))),
            new HardwareOverride("array.atomicK", String.valueOf(1 << 1 + random.nextInt(3))),
            new HardwareOverride(
                "memory.bandwidthGigabytesPerSecond", String.valueOf(1 + random.nextInt(8))));
    return HardwareSettings.apply("nvdla-small-w2a2", settings).hardware();
  }

  /** Layers one by one and back to back, in some cases energy or parameters too. */
  List<Budget> budgets(double share, Random random) {
    Costs original = costs.original();
    List<CostKind> kinds = new ArrayList<>(List.of(CostKind.LATENCY, CostKind.WHOLE));
    if (random.nextInt(3) == 0) {
      kinds.add(random.nextBoolean() ? CostKind.ENERGY : CostKind.PARAMS);
    }
    return kinds.stream()
        .map(k -> new Budget(k, "given", share * original.of(k), 0.95, 1))
        .toList();
  }

  /** Any widths, candidates or not, up to twice the nominal. */
  Map<String, Integer> drawn(Random random) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (SearchUnit unit : base.units().values()) {
      int most = 2 * unit.nominal() / unit.multiple();
      widths.put(unit.name(), unit.multiple() * (1 + random.nextInt(most)));
    }
    return widths;
  }

  /** By simulation of the whole derived network, nothing looked up. */
  boolean fits(Map<String, Integer> widths, List<Budget> budgets) {
    Network derived = costs.derive(base, widths);
    NetworkSimulation alone = costs.simulate(derived);
    long whole = Simulator.backToBack(derived, costs.precision(derived), alone).latencyCycles();
    Costs counted = costs.genotype(base, widths);
    for (Budget budget : budgets) {
      double cost =
          switch (budget.kind()) {
            case LATENCY -> alone.latencyCycles();
            case WHOLE -> whole;
            case FLOPS, PARAMS, ENERGY, SRAM_PEAK -> counted.of(budget.kind());
          };
      if (cost > budget.limit()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return title;
  }
}
