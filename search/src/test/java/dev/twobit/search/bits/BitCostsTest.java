package dev.twobit.search.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.BitRule;
import dev.twobit.precision.Bits;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.cost.Costs;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BitCostsTest {
  /** The sum of the table's entries is the simulation of the network at those bits. */
  @ParameterizedTest
  @CsvSource({
    "RESNET8, nvdla-small-w2a2",
    "RESNET8, nvdla-small-w8a8",
    "RESNET8, edge-tpu-w2a2",
    "MOBILENET_V2, nvdla-small-w2a2",
    "SQUEEZENET, nvdla-small-w2a2"
  })
  void theirSumIsTheSimulation(ModelZoo.Model model, String hardware) {
    Network network = ModelZoo.build(model, 3, 10, 32, 1);
    CostModel costs = new CostModel(network, HardwareCatalog.load(hardware), BitPlan.uniform(2, 8));
    List<Bits> candidates = List.of(Bits.of(2), new Bits(4, 2), new Bits(2, 8), Bits.of(8));
    BitSpace space = BitSpaceTest.space(network, candidates);
    List<BitTerm> terms = BitCosts.of(space, costs, List.of(CostKind.LATENCY, CostKind.ENERGY));
    Random random = new Random(7);
    for (int trial = 0; trial < 12; trial++) {
      int[] choice = space.uniform(0);
      for (int i = 0; i < choice.length; i++) {
        choice[i] = random.nextInt(candidates.size());
      }
      double[] sum = new double[2];
      for (BitTerm term : terms) {
        sum[0] += term.costs()[0][term.at(choice, candidates.size())];
        sum[1] += term.costs()[1][term.at(choice, candidates.size())];
      }
      Costs simulated = costs.with(space.rules(choice)).original();
      assertThat(sum[0]).isEqualTo(simulated.latencyCycles());
      assertThat(sum[1])
          .isCloseTo(simulated.energyPicojoules(), within(1e-9 * simulated.energyPicojoules()));
    }
  }

  /** What a layer writes has the bits that its reader wants: a term of two layers. */
  @Test
  void aLayersStepDependsOnItsReadersBits() {
    Network network = ModelZoo.build(ModelZoo.Model.RESNET8, 3, 10, 1);
    CostModel costs =
        new CostModel(network, HardwareCatalog.load("nvdla-small-w2a2"), BitPlan.uniform(2, 8));
    BitSpace space = BitSpaceTest.space(network, List.of(Bits.of(2), Bits.of(8)));
    List<BitTerm> terms = BitCosts.of(space, costs, List.of(CostKind.ENERGY));
    assertThat(terms).anyMatch(t -> t.layers().length == 2);
    assertThat(terms).anyMatch(t -> t.layers().length == 0);
  }

  @Test
  void aTensorOfManyReadersIsOneLine() {
    Network network = BitTasks.fan(13);
    CostModel costs =
        new CostModel(network, HardwareCatalog.load("nvdla-small-w2a2"), BitPlan.uniform(2, 8));
    BitSpace space = BitSpaceTest.space(network, List.of(Bits.of(2), Bits.of(8)));
    assertThatThrownBy(() -> BitCosts.of(space, costs, List.of(CostKind.LATENCY)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("layers that its cost depends on, of 2 candidates each; expected")
        .hasMessageNotContaining("\n");
  }

  @Test
  void modelsOfOtherBitsShareWhatIsSimulatedAndCostWhatTheirPlanSays() {
    Network network = ModelZoo.build(ModelZoo.Model.RESNET8, 3, 10, 1);
    var hardware = HardwareCatalog.load("nvdla-small-w2a2");
    BitPlan plan = BitPlan.uniform(2, 8);
    BitRule rule = new BitRule("inner", Bits.of(4));
    CostModel other = new CostModel(network, hardware, plan).with(List.of(rule));
    CostModel made = new CostModel(network, hardware, plan.with(List.of(rule)));
    assertThat(other.original().latencyCycles()).isEqualTo(made.original().latencyCycles());
    assertThat(other.original().whole().cycles()).isEqualTo(made.original().whole().cycles());
    assertThat(other.steps().stream().mapToDouble(s -> s.cycles()).sum())
        .isEqualTo(made.original().latencyCycles());
  }
}
