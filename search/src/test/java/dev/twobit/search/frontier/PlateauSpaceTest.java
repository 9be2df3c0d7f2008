package dev.twobit.search.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.network.CostKind;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Plateaus of simulated networks. */
class PlateauSpaceTest {
  private static final Network RESNET8 =
      NetworkCanonicalizer.canonical(ModelZoo.build(ModelZoo.Model.RESNET8, 3, 10, 32, 1));

  /** By the widths of the array, 16 x 16, and of a beat of memory, 8 bytes of 8 bits each. */
  @Test
  void ofResNet8OnTheSmallArrayTheyAreSixteensAndOnTheTrunkEights() {
    CostModel costs = new CostModel(RESNET8, HardwareCatalog.load("nvdla-small-w2a2"), 2, 8);
    SearchSpace base = SearchSpace.of(RESNET8, CandidateGrid.TAS, Coupling.TIED);
    SearchSpace plateau = PlateauSpace.of(base, costs, List.of());
    for (SearchUnit unit : plateau.units().values()) {
      boolean trunk = PlateauSpace.trunks(base).contains(unit.name());
      List<Integer> multiples = new ArrayList<>();
      for (int w = trunk ? 8 : 16; w <= (trunk ? 2 : 3) * unit.nominal(); w += trunk ? 8 : 16) {
        multiples.add(w);
      }
      assertThat(unit.candidates()).as(unit.name()).isEqualTo(multiples);
    }
  }

  @Tag("slow")
  @Test
  void everyPlateauBelowTheWidestIsFollowedByARise() {
    for (FrontierCases c : FrontierCases.all()) {
      SearchSpace plateau = PlateauSpace.of(c.base(), c.costs(), List.of());
      assertThat(plateau.units().keySet()).isEqualTo(c.base().units().keySet());
      for (SearchUnit unit : plateau.units().values()) {
        assertThat(unit.candidates()).isSorted().contains(unit.nominal()).doesNotHaveDuplicates();
        for (int width : unit.candidates()) {
          assertThat(width % unit.multiple()).isZero();
          if (width != unit.nominal() && width != unit.widest()) {
            double at = c.costs().cost(CostKind.LATENCY, plateau, Map.of(unit.name(), width));
            int more = width + unit.multiple();
            double above = c.costs().cost(CostKind.LATENCY, plateau, Map.of(unit.name(), more));
            assertThat(above).as("%s %s %d", c, unit.name(), width).isGreaterThan(at);
          }
        }
      }
    }
  }

  @Test
  void unitsOfOneCandidateKeepIt() {
    FrontierCases c = FrontierCases.all().get(0);
    String first = c.base().units().keySet().iterator().next();
    int width = c.base().unit(first).nominal();
    SearchSpace kept = c.base().withCandidates(first, List.of(width));
    assertThat(PlateauSpace.of(kept, c.costs(), List.of()).unit(first).candidates())
        .containsExactly(width);
    assertThat(PlateauSpace.starting(kept, c.costs(), List.of()).unit(first).candidates())
        .containsExactly(width);
  }

  /** Up to sixteen candidates, each the next plateau. */
  @Test
  void aSearchExpandsFromPlateauToPlateau() {
    for (FrontierCases c : FrontierCases.some()) {
      SearchSpace plateau = PlateauSpace.of(c.base(), c.costs(), List.of());
      SearchSpace start = PlateauSpace.starting(c.base(), c.costs(), List.of());
      for (SearchUnit unit : start.units().values()) {
        List<Integer> all = plateau.unit(unit.name()).candidates();
        if (all.size() < 2) {
          continue;
        }
        assertThat(all).containsSubsequence(unit.candidates());
        assertThat(unit.candidates().size()).isBetween(2, 8);
        SearchSpace grown = start;
        int at = all.indexOf(unit.widest());
        while (at + 1 < all.size()
            && grown.unit(unit.name()).candidates().size() < CandidateGrid.MOST_CANDIDATES) {
          grown = grown.expanded(unit.name());
          assertThat(grown.unit(unit.name()).widest()).isEqualTo(all.get(++at));
        }
        assertThat(grown.expanded(unit.name()).unit(unit.name()).candidates())
            .isEqualTo(grown.unit(unit.name()).candidates());
      }
    }
  }
}
