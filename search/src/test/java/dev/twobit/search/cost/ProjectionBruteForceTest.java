package dev.twobit.search.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.precision.BitPlan;
import dev.twobit.search.contest.PlantedLoss;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TinyNetworks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Projection on spaces whose genotypes can all be tried. */
class ProjectionBruteForceTest {
  private static final CandidateGrid GRID = new CandidateGrid("toy", 4, 2, 4, false);
  private static final HardwareConfig HARDWARE = HardwareCatalog.load("toy-8x8-w2a2");
  private static final CostCache CACHE = new CostCache();

  private final Random random = new Random(1);
  private SearchSpace space = space("residual", Coupling.ALIGN);
  private CostModel costs = model(space);
  private List<Map<String, Integer>> all = new GenotypeMoves(space).all(1 << 20);
  private ArchitectureParameters architecture = TinyNetworks.spread(space, 0);

  private static SearchSpace space(String name, Coupling coupling) {
    return SearchSpace.of(TinyNetworks.of(name), GRID, coupling);
  }

  private static CostModel model(SearchSpace space) {
    return new CostModel(space.network(), HARDWARE, BitPlan.uniform(2, 8), CACHE);
  }

  private boolean meets(Map<String, Integer> genotype, List<Budget> budgets) {
    Costs cost = costs.genotype(space, genotype);
    return budgets.stream().allMatch(b -> b.met(cost.of(b.kind())));
  }

  private boolean isInBand(Map<String, Integer> genotype, List<Budget> budgets) {
    Costs cost = costs.genotype(space, genotype);
    return budgets.stream().allMatch(b -> b.side(cost.of(b.kind())) == 0);
  }

  private double preference(Map<String, Integer> genotype) {
    return space.units().values().stream()
        .mapToDouble(u -> architecture.logits(u.name())[GenotypeMoves.index(u, genotype)])
        .sum();
  }

  private Map<String, Integer> projected(List<Budget> budgets, int searchedThrough) {
    return new BudgetProjection(
            space, architecture, costs, budgets, searchedThrough, new MoveChoice.ByLogits())
        .projected(architecture.genotype(space));
  }

  /** One to three, each between the least and the most that any genotype costs. */
  private List<Budget> budgets() {
    List<CostKind> kinds = new ArrayList<>(List.of(CostKind.values()));
    java.util.Collections.shuffle(kinds, random);
    List<Budget> budgets = new ArrayList<>();
    for (CostKind kind : kinds.subList(0, 1 + random.nextInt(3))) {
      double[] sorted =
          all.stream().mapToDouble(g -> costs.genotype(space, g).of(kind)).sorted().toArray();
      double value = sorted[(int) (Math.pow(random.nextDouble(), 2) * sorted.length)];
      double low = random.nextBoolean() ? 0 : 0.9;
      budgets.add(new Budget(kind, "given", value, low, 1));
    }
    return budgets;
  }

  @ParameterizedTest
  @CsvSource({"residual,ALIGN", "residual,TIED", "concat,ALIGN", "depthwise,ALIGN"})
  void whatCanBeMetIsMet(String name, Coupling coupling) {
    space = space(name, coupling);
    costs = model(space);
    all = new GenotypeMoves(space).all(1 << 20);
    int greedyMisses = 0;
    int tried = 0;
    for (int seed = 0; seed < 60; seed++) {
      architecture = TinyNetworks.spread(space, seed);
      List<Budget> budgets = budgets();
      if (all.stream().noneMatch(g -> meets(g, budgets))) {
        assertThatThrownBy(() -> projected(budgets, 4096))
            .isInstanceOf(InvalidInputException.class)
            .hasMessageNotContaining("\n");
        continue;
      }
      Map<String, Integer> found = projected(budgets, 4096);
      assertThat(meets(found, budgets)).as("seed %d %s", seed, budgets).isTrue();
      boolean band = all.stream().anyMatch(g -> isInBand(g, budgets));
      assertThat(isInBand(found, budgets)).as("seed %d %s", seed, budgets).isEqualTo(band);
      tried++;
      greedyMisses += isMissed(budgets) ? 1 : 0;
    }
    assertThat(tried).isGreaterThan(30);
    assertThat(greedyMisses).as("of %d by moves alone", tried).isLessThanOrEqualTo(tried / 10);
  }

  private boolean isMissed(List<Budget> budgets) {
    try {
      return !meets(projected(budgets, 0), budgets);
    } catch (InvalidInputException e) {
      return true;
    }
  }

  /** With limits alone: what is given up against the least that has to be. */
  @Test
  void littleMorePreferenceIsLostThanMustBe() {
    double lost = 0;
    double least = 0;
    for (int seed = 0; seed < 60; seed++) {
      architecture = TinyNetworks.spread(space, seed);
      CostKind kind = CostKind.values()[seed % 4];
      double value = costs.genotype(space, architecture.genotype(space)).of(kind);
      List<Budget> budgets = List.of(new Budget(kind, "given", 0.8 * value, 0, 1));
      if (all.stream().noneMatch(g -> meets(g, budgets))) {
        continue;
      }
      double start = preference(architecture.genotype(space));
      lost += start - preference(projected(budgets, 0));
      least +=
          start
              - all.stream()
                  .filter(g -> meets(g, budgets))
                  .mapToDouble(this::preference)
                  .max()
                  .orElseThrow();
    }
    assertThat(least).isPositive();
    assertThat(lost / least).isBetween(1.0 - 1e-9, 1.5);
  }

  /** By a judge: what the loss rises by against the least that it has to, and against logits. */
  @Test
  void littleMoreLossIsAddedThanMustBe() {
    double rise = 0;
    double byLogits = 0;
    double least = 0;
    for (int seed = 0; seed < 60; seed++) {
      PlantedLoss loss = PlantedLoss.of(space, seed);
      architecture = TinyNetworks.spread(space, seed);
      Map<String, Integer> widest = widest();
      CostKind kind = CostKind.values()[seed % 4];
      double value = costs.genotype(space, widest).of(kind);
      List<Budget> budgets = List.of(new Budget(kind, "given", 0.8 * value, 0, 1));
      Map<String, Integer> found =
          BudgetProjection.project(space, architecture, costs, budgets, widest, loss::at);
      assertThat(meets(found, budgets)).as("seed %d", seed).isTrue();
      double start = loss.at(widest);
      rise += loss.at(found) - start;
      byLogits +=
          loss.at(BudgetProjection.project(space, architecture, costs, budgets, widest)) - start;
      least +=
          all.stream().filter(g -> meets(g, budgets)).mapToDouble(loss::at).min().orElseThrow()
              - start;
    }
    assertThat(least).isPositive();
    assertThat(rise / least).isBetween(1.0 - 1e-9, 1.5);
    assertThat(rise).isLessThan(byLogits);
  }

  private Map<String, Integer> widest() {
    Map<String, Integer> widths = new LinkedHashMap<>();
    space.units().forEach((name, unit) -> widths.put(name, unit.widest()));
    return widths;
  }

  @Test
  void theSmallestReachableIsNamed() {
    for (CostKind kind : CostKind.values()) {
      double least =
          all.stream().mapToDouble(g -> costs.genotype(space, g).of(kind)).min().orElseThrow();
      List<Budget> budgets = List.of(new Budget(kind, "given", 0.99 * least, 0, 1));
      assertThatThrownBy(() -> projected(budgets, 0))
          .hasMessageContaining(
              String.format(Locale.ROOT, "expected at least %.6g %s", least, kind.unit()));
    }
  }

  @Test
  void budgetsThatOnlyTogetherCannotBeMetAreNamedTogether() {
    Costs most = costs.original();
    List<Budget> budgets =
        List.of(
            new Budget(CostKind.LATENCY, "a", most.latencyCycles(), 0, 1),
            new Budget(CostKind.PARAMS, "b", 1, 0, 1));
    assertThatThrownBy(() -> projected(budgets, 4096)).hasMessageContaining("--params-budget");
  }
}
