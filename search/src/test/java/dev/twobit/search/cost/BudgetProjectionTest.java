package dev.twobit.search.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.search.contest.PlantedLoss;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BudgetProjectionTest {
  private static final Network RESNET8 = ModelZoo.build(ModelZoo.Model.RESNET8, 3, 10, 1);
  private static final HardwareConfig HARDWARE = HardwareCatalog.load("nvdla-small-w2a2");

  private final SearchSpace space = SearchSpace.of(RESNET8, CandidateGrid.TAS);
  private final CostModel costs = new CostModel(RESNET8, HARDWARE, 2, 8);
  private final ArchitectureParameters architecture =
      ArchitectureParameters.initial(space, new Random(3));

  private Budget budget(CostKind kind, String text) {
    return Budget.parse(kind, text, costs.original(), HARDWARE);
  }

  private Map<String, Integer> widest() {
    Map<String, Integer> widths = new LinkedHashMap<>();
    space.units().forEach((name, unit) -> widths.put(name, unit.widest()));
    return widths;
  }

  private Map<String, Integer> project(List<Budget> budgets, Map<String, Integer> from) {
    return BudgetProjection.project(space, architecture, costs, budgets, from);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(CostKind.class)
  void everyBudgetIsMetByTheWholeNetwork(CostKind kind) {
    // The image alone is 0.88 of the buffer's peak.
    double share = kind == CostKind.SRAM_PEAK ? 0.9 : 0.8;
    Budget budget = budget(kind, share + "x");
    Map<String, Integer> widths = project(List.of(budget), widest());
    double cost = costs.genotype(space, widths).of(kind);
    assertThat(cost).isLessThanOrEqualTo(share * costs.original().of(kind));
    space.units().forEach((name, unit) -> assertThat(unit.candidates()).contains(widths.get(name)));
  }

  @Test
  void severalBudgetsAreMetTogether() {
    List<Budget> budgets =
        List.of(budget(CostKind.LATENCY, "0.9x"), budget(CostKind.PARAMS, "0.5x"));
    Costs cost = costs.genotype(space, project(budgets, widest()));
    assertThat(budgets).allMatch(b -> b.met(cost.of(b.kind())));
  }

  @Test
  void aGenotypeInTheBandStays() {
    assertThat(project(List.of(budget(CostKind.FLOPS, "1.0x")), widest())).isEqualTo(widest());
  }

  @Test
  void aGenotypeBelowTheBandIsWidenedWithinTheBudget() {
    Budget budget = budget(CostKind.FLOPS, "0.7x");
    Map<String, Integer> start = BudgetProjection.narrowest(space);
    double cost = costs.genotype(space, project(List.of(budget), start)).flops();
    assertThat(cost).isGreaterThan(costs.genotype(space, start).flops());
    assertThat(budget.met(cost)).isTrue();
  }

  @Test
  void theUnitThatCaresLeastGoesFirst() {
    String careless = List.copyOf(space.units().keySet()).get(2);
    double[] row = architecture.logits(careless);
    row[row.length - 2] = row[row.length - 1] + 3;
    Map<String, Integer> widths = project(List.of(budget(CostKind.PARAMS, "0.999x")), widest());
    Map<String, Integer> only = widest();
    only.put(careless, space.unit(careless).candidates().get(row.length - 2));
    assertThat(widths).isEqualTo(only);
  }

  /** One step of any unit of the last stages is enough; the cheapest in loss is made. */
  @Test
  void byAJudgeTheUnitGoesWhoseLossRisesLeastForWhatItGivesBack() {
    Budget budget = budget(CostKind.PARAMS, "<=0.999x");
    Map<String, Integer> widest = widest();
    double above = costs.genotype(space, widest).params() - budget.highest();
    Set<Map<String, Integer>> made = new HashSet<>();
    for (long seed = 1; seed <= 12; seed++) {
      PlantedLoss loss = PlantedLoss.of(space, seed);
      Map<String, Integer> cheapest = widest;
      double least = Double.POSITIVE_INFINITY;
      for (SearchUnit unit : space.units().values()) {
        Map<String, Integer> narrower = new LinkedHashMap<>(widest);
        narrower.put(unit.name(), unit.candidates().get(unit.candidates().size() - 2));
        double saved =
            costs.genotype(space, widest).params() - costs.genotype(space, narrower).params();
        double price = (loss.at(narrower) - loss.at(widest)) / Math.min(saved, above);
        if (price < least) {
          least = price;
          cheapest = narrower;
        }
      }
      Map<String, Integer> found =
          BudgetProjection.project(space, architecture, costs, List.of(budget), widest, loss::at);
      if (costs.genotype(space, cheapest).params() <= budget.highest()) {
        assertThat(found).as("seed %d", seed).isEqualTo(cheapest);
        made.add(found);
      }
    }
    assertThat(made).as("units that were given up").hasSizeGreaterThan(2);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(CostKind.class)
  void anUnreachableBudgetNamesTheSmallestReachable(CostKind kind) {
    Budget budget = budget(kind, "0.001x");
    double least = costs.genotype(space, BudgetProjection.narrowest(space)).of(kind);
    assertThatThrownBy(() -> project(List.of(budget), widest()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(kind.option() + ": found '0.001x'")
        .hasMessageContaining(String.format(java.util.Locale.ROOT, "%.6g", least))
        .hasMessageEndingWith("the smallest reachable")
        .hasMessageNotContaining("\n");
  }

  @Test
  void spreadGoesFromNarrowestToWhatExpansionsReach() {
    LatencyRange spread = LatencyRange.of(space, costs);
    assertThat(spread.narrowest().latencyCycles()).isLessThan(spread.original().latencyCycles());
    assertThat(spread.widest().latencyCycles()).isGreaterThan(spread.original().latencyCycles());
    assertThat(spread.spreadPercent()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"3.2ms,LATENCY", "800us,LATENCY", "150uJ,ENERGY", "40.8M,FLOPS", "0.27M,PARAMS"})
  void absoluteBudgetsTakeUnits(String text, CostKind kind) {
    double expected =
        switch (text) {
          case "3.2ms" -> 3.2e-3 * HARDWARE.clockMegahertz() * 1e6;
          case "800us" -> 800e-6 * HARDWARE.clockMegahertz() * 1e6;
          case "150uJ" -> 150e6;
          case "40.8M" -> 40.8e6;
          default -> 270_000;
        };
    assertThat(budget(kind, text).limit())
        .isCloseTo(expected, org.assertj.core.data.Percentage.withPercentage(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"0x", "-1x", "fast", "3.2", "1.0y", "''", "1.0xx"})
  void aBudgetThatMakesNoSenseIsOneLine(String text) {
    CostKind kind = CostKind.ENERGY;
    assertThatThrownBy(() -> budget(kind, text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageNotContaining("\n");
  }

  @Test
  void theBandIsTwoSided() {
    Budget budget = budget(CostKind.LATENCY, "1000cycles");
    assertThat(budget.side(949)).isEqualTo(-1);
    assertThat(budget.side(951)).isZero();
    assertThat(budget.side(1000)).isZero();
    assertThat(budget.side(1001)).isEqualTo(1);
    assertThat(budget.met(1000)).isTrue();
    assertThat(budget.met(1000.5)).isFalse();
  }
}
