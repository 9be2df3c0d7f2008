package dev.twobit.search.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.search.cost.Budget;
import dev.twobit.search.space.SearchSpace;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Networks near the one that is given. */
class ExchangesTest {
  private final Random random = new Random(5);

  @Test
  void theyUseTheBudgetsUpAndAreOtherNetworks() {
    int seen = 0;
    for (FrontierCases c : FrontierCases.some()) {
      List<Budget> budgets = c.budgets(1, random);
      SearchSpace plateau = PlateauSpace.of(c.base(), c.costs(), budgets);
      List<Map<String, Integer>> found = Exchanges.of(plateau, c.costs(), budgets, Map.of());
      assertThat(found).doesNotHaveDuplicates();
      for (Map<String, Integer> widths : found) {
        seen++;
        assertThat(c.fits(widths, budgets)).as("%s %s", c, widths).isTrue();
        assertThat(Fill.filled(plateau, c.costs(), budgets, widths)).isEqualTo(widths);
        assertThat(plateau.units().values())
            .as("%s %s", c, widths)
            .anyMatch(u -> widths.getOrDefault(u.name(), 0) != u.nominal());
      }
      assertThat(Exchanges.of(plateau, c.costs(), budgets, Map.of())).isEqualTo(found);
    }
    assertThat(seen).isGreaterThan(10);
  }

  /** A tighter budget than the original meets leaves networks that are no further than it asks. */
  @Test
  void anOriginalOverItsBudgetIsBroughtDown() {
    int seen = 0;
    for (FrontierCases c : FrontierCases.some()) {
      List<Budget> budgets = c.budgets(0.6 + 0.3 * random.nextDouble(), random);
      SearchSpace plateau = PlateauSpace.of(c.base(), c.costs(), budgets);
      Limits limits = new Limits(plateau, c.costs(), budgets);
      Map<String, Integer> original = new Steps(plateau).complete(Map.of());
      if (limits.fits(original)) {
        continue;
      }
      List<Map<String, Integer>> found = Exchanges.of(plateau, c.costs(), budgets, Map.of());
      for (Map<String, Integer> widths : found) {
        seen++;
        assertThat(c.fits(widths, budgets)).as("%s %s", c, widths).isTrue();
        assertThat(Fill.filled(plateau, c.costs(), budgets, widths)).isEqualTo(widths);
      }
      List<Map<String, Integer>> down = new Descent(plateau, limits).all(original, 400);
      assertThat(down).allMatch(limits::fits).doesNotHaveDuplicates();
      assertThat(down)
          .as("no unit gets wider on the way down")
          .allMatch(
              w ->
                  w.entrySet().stream()
                      .allMatch(e -> e.getValue() <= original.getOrDefault(e.getKey(), 0)));
      assertThat(Exchanges.of(plateau, c.costs(), budgets, Map.of())).isEqualTo(found);
    }
    assertThat(seen).isGreaterThan(2);
  }
}
