package dev.twobit.search.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.CostKind;
import dev.twobit.network.Network;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.Bits;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.Simulator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Costs of whatever widths are those of the derived network at the plan's bits. */
class PlannedCostsTest {
  private static final HardwareConfig HARDWARE = HardwareCatalog.load("toy-8x8-w2a2");

  @ParameterizedTest
  @EnumSource(Coupling.class)
  void aPlanByNameHoldsForAllWidths(Coupling coupling) {
    for (String name : TinyNetworks.names()) {
      Network network = TinyNetworks.of(name);
      SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS, coupling);
      Random random = new Random(name.hashCode());
      for (int draw = 0; draw < 3; draw++) {
        BitPlan plan = plan(network, random);
        CostModel costs = new CostModel(network, HARDWARE, plan);
        Map<String, Integer> genotype = genotype(space, random);
        Network derived = costs.derive(space, genotype);
        PrecisionPlan bits = PrecisionPlan.deployed(derived, plan);
        NetworkSimulation whole = Simulator.simulate(derived, bits, HARDWARE);
        assertThat(costs.cost(CostKind.LATENCY, space, genotype))
            .as("%s %s", name, plan.texts())
            .isEqualTo(whole.latencyCycles())
            .isEqualTo(costs.genotype(space, genotype).latencyCycles());
        assertThat(costs.cost(CostKind.ENERGY, space, genotype))
            .isCloseTo(whole.energy().totalPicojoules(), Offset.offset(1e-3));
        assertThat(costs.wholeCycles(space, genotype))
            .isEqualTo(Simulator.backToBack(derived, bits, whole).latencyCycles());
        plan.of(network).forEach((layer, own) -> requireBits(bits, layer, own));
      }
    }
  }

  private static void requireBits(PrecisionPlan bits, String layer, Bits own) {
    assertThat(bits.weightBits()).containsEntry(layer, own.weights());
    assertThat(bits.readBits()).containsEntry(layer, own.activations());
  }

  private static BitPlan plan(Network network, Random random) {
    Map<String, Bits> bits = new LinkedHashMap<>();
    for (String layer : ConvolutionRoles.of(network).keySet()) {
      bits.put(layer, new Bits(1 + random.nextInt(8), 1 + random.nextInt(8)));
    }
    return BitPlan.stating(network, bits, 1 + random.nextInt(8));
  }

  private static Map<String, Integer> genotype(SearchSpace space, Random random) {
    Map<String, Integer> genotype = new HashMap<>();
    for (SearchUnit unit : space.units().values()) {
      genotype.put(unit.name(), unit.candidates().get(random.nextInt(unit.candidates().size())));
    }
    return genotype;
  }
}
