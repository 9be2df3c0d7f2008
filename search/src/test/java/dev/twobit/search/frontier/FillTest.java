package dev.twobit.search.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.CostKind;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Networks that use their budget up. */
class FillTest {
  private final Random random = new Random(3);

  private static Map<String, Integer> with(Map<String, Integer> widths, SearchUnit unit, int to) {
    Map<String, Integer> moved = new LinkedHashMap<>(widths);
    moved.put(unit.name(), to);
    return moved;
  }

  @Tag("slow")
  @Test
  void filledNetworksMeetTheirBudgetsAndNoNextPlateauDoes() {
    int started = 0;
    for (FrontierCases c : FrontierCases.all()) {
      List<Budget> budgets = c.budgets(0.7 + random.nextDouble(), random);
      SearchSpace plateau = PlateauSpace.of(c.base(), c.costs(), budgets);
      Map<String, Integer> start = c.drawn(random);
      if (c.fits(start, budgets)) {
        started++;
        Map<String, Integer> filled = Fill.filled(plateau, c.costs(), budgets, start);
        String what = c + " " + start + " -> " + filled;
        assertThat(filled).as(what).containsOnlyKeys(plateau.units().keySet());
        assertThat(c.fits(filled, budgets)).as(what).isTrue();
        for (SearchUnit unit : plateau.units().values()) {
          int now = filled.getOrDefault(unit.name(), 0);
          unit.candidates().stream()
              .filter(w -> w > now)
              .findFirst()
              .ifPresent(
                  next ->
                      assertThat(c.fits(with(filled, unit, next), budgets))
                          .as("%s %s to %s", what, unit.name(), next)
                          .isFalse());
          if (!unit.candidates().contains(now)) {
            assertThat(unit.candidates().stream().filter(w -> w < now))
                .as("%s: %s could go down", what, unit.name())
                .allMatch(w -> !c.fits(with(filled, unit, w), budgets));
          }
        }
        assertThat(Fill.filled(plateau, c.costs(), budgets, filled)).as(what).isEqualTo(filled);
      }
    }
    assertThat(started).isGreaterThan(12);
  }

  /** A band above the value is the search's; what is being widened stays below the value. */
  @Test
  void clocksStayAtTheValueWhateverTheBandAllows() {
    for (FrontierCases c : FrontierCases.some()) {
      double original = c.costs().original().latencyCycles();
      List<Budget> budgets = List.of(new Budget(CostKind.LATENCY, "given", original, 0.5, 1.5));
      SearchSpace plateau = PlateauSpace.of(c.base(), c.costs(), budgets);
      Map<String, Integer> filled = Fill.filled(plateau, c.costs(), budgets, Map.of());
      assertThat(c.costs().genotype(plateau, filled).latencyCycles()).isLessThanOrEqualTo(original);
    }
  }

  @Test
  void networksAboveTheirBudgetAreNotWidened() {
    for (FrontierCases c : FrontierCases.some()) {
      List<Budget> budgets = c.budgets(0.3, random);
      SearchSpace plateau = PlateauSpace.of(c.base(), c.costs(), budgets);
      Map<String, Integer> start = c.drawn(random);
      if (!c.fits(start, budgets)) {
        Map<String, Integer> filled = Fill.filled(plateau, c.costs(), budgets, start);
        double before = c.costs().genotype(plateau, start).latencyCycles();
        boolean met = c.fits(filled, budgets);
        assertThat(met || c.costs().genotype(plateau, filled).latencyCycles() <= before)
            .as("%s %s -> %s", c, start, filled)
            .isTrue();
      }
    }
  }

  @Test
  void withoutABudgetNothingIsChanged() {
    FrontierCases c = FrontierCases.all().get(0);
    SearchSpace plateau = PlateauSpace.of(c.base(), c.costs(), List.of());
    Map<String, Integer> start = c.drawn(random);
    assertThat(Fill.filled(plateau, c.costs(), List.of(), start)).isEqualTo(start);
  }
}
