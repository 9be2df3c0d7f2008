package dev.twobit.search.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.search.cost.Budget;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Networks that use a budget up, against all networks of small spaces. */
class MaximalNetworksTest {
  private static final int MOST = 81;

  private final Random random = new Random(8);

  private static List<Map<String, Integer>> genotypes(SearchSpace space) {
    List<Map<String, Integer>> all = new ArrayList<>(List.of(Map.of()));
    for (SearchUnit unit : space.units().values()) {
      List<Map<String, Integer>> longer = new ArrayList<>();
      for (Map<String, Integer> start : all) {
        for (int width : unit.candidates()) {
          Map<String, Integer> next = new LinkedHashMap<>(start);
          next.put(unit.name(), width);
          longer.add(next);
        }
      }
      all = longer;
    }
    return all;
  }

  private static Optional<Map<String, Integer>> next(SearchUnit unit, Map<String, Integer> from) {
    return unit.candidates().stream()
        .filter(w -> w > from.getOrDefault(unit.name(), 0))
        .findFirst()
        .map(
            w -> {
              Map<String, Integer> to = new LinkedHashMap<>(from);
              to.put(unit.name(), w);
              return to;
            });
  }

  @Tag("slow")
  @Test
  void ofSmallSpacesAllAreFoundAndNoOthers() {
    int spaces = 0;
    for (FrontierCases c : FrontierCases.some()) {
      List<Budget> budgets = c.budgets(0.6 + random.nextDouble(), random);
      SearchSpace plateau = PlateauSpace.of(c.base(), c.costs(), budgets);
      SearchSpace space = thinned(plateau);
      List<Map<String, Integer>> all = genotypes(space);
      if (all.size() > MOST) {
        continue;
      }
      spaces++;
      Set<Map<String, Integer>> fitting = new HashSet<>();
      all.stream().filter(g -> c.fits(g, budgets)).forEach(fitting::add);
      List<Map<String, Integer>> expected =
          all.stream()
              .filter(fitting::contains)
              .filter(
                  g ->
                      space.units().values().stream()
                          .flatMap(u -> next(u, g).stream())
                          .noneMatch(fitting::contains))
              .toList();
      MaximalNetworks found = MaximalNetworks.of(space, c.costs(), budgets, 1);
      assertThat(found.isComplete()).isTrue();
      assertThat(found.all()).as(c.title()).containsExactlyInAnyOrderElementsOf(expected);
      all.forEach(g -> assertThat(found.isMaximal(g)).isEqualTo(expected.contains(g)));
    }
    assertThat(spaces).isGreaterThan(5);
  }

  /** Three candidates a unit at the most. */
  private static SearchSpace thinned(SearchSpace space) {
    SearchSpace thin = space;
    for (SearchUnit unit : space.units().values()) {
      List<Integer> c = unit.candidates();
      thin =
          thin.withCandidates(
              unit.name(),
              c.size() <= 3 ? c : List.of(c.get(0), c.get(c.size() / 2), c.get(c.size() - 1)));
    }
    return thin;
  }

  @Test
  void walksFindDistinctMaximalNetworksTheSameForASeed() {
    for (FrontierCases c : FrontierCases.some()) {
      List<Budget> budgets = c.budgets(1, random);
      SearchSpace plateau = thinned(PlateauSpace.of(c.base(), c.costs(), budgets));
      Limits limits = new Limits(plateau, c.costs(), budgets);
      Map<String, Integer> first = Fill.filled(plateau, c.costs(), budgets, Map.of());
      List<Map<String, Integer>> found =
          new RandomWalks(plateau, limits, 300).maximal(List.of(first), 4);
      assertThat(found).isNotEmpty().doesNotHaveDuplicates().contains(first);
      MaximalNetworks judge = MaximalNetworks.of(plateau, c.costs(), budgets, 1);
      for (Map<String, Integer> widths : found.subList(0, Math.min(5, found.size()))) {
        assertThat(c.fits(widths, budgets)).as("%s %s", c, widths).isTrue();
        assertThat(judge.isMaximal(widths)).as("%s %s", c, widths).isTrue();
      }
      assertThat(new RandomWalks(plateau, limits, 300).maximal(List.of(first), 4)).isEqualTo(found);
      if (judge.isComplete()) {
        assertThat(judge.all()).containsAll(found);
      }
    }
  }

  /** By exchanges, from walks that did not find all. */
  @Test
  void theLargestIsThatOfAll() {
    for (FrontierCases c : FrontierCases.some()) {
      List<Budget> budgets = c.budgets(1, random);
      SearchSpace plateau = thinned(PlateauSpace.of(c.base(), c.costs(), budgets));
      MaximalNetworks found = MaximalNetworks.of(plateau, c.costs(), budgets, 1);
      Limits limits = new Limits(plateau, c.costs(), budgets);
      List<Map<String, Integer>> largest = found.largest(limits::capacity);
      assertThat(largest).hasSize(1).allMatch(found::isMaximal);
      double most = limits.capacity(largest.get(0));
      assertThat(found.all()).allMatch(w -> limits.capacity(w) <= most);
    }
  }
}
