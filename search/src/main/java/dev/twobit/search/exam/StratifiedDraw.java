package dev.twobit.search.exam;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Draws networks from strata: those with the same widths of the first units in which any differ. As
 * many units count as leave no more strata than networks are drawn, at least one; every stratum
 * gives one network in turn.
 */
final class StratifiedDraw {
  private final List<String> units;
  private final long seed;

  /**
   * @param units that strata are made by, those that matter most first
   */
  StratifiedDraw(List<String> units, long seed) {
    this.units = List.copyOf(units);
    this.seed = seed;
  }

  /**
   * Distinct ones; all where there are no more than {@code count}.
   *
   * @param networks widths by unit, each network once
   */
  List<Map<String, Integer>> of(List<Map<String, Integer>> networks, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Map<String, Integer>>> left = new ArrayList<>(strata(networks, count));
    List<Map<String, Integer>> drawn = new ArrayList<>();
    while (drawn.size() < count && !left.isEmpty()) {
      List<List<Map<String, Integer>>> turn = new ArrayList<>(left);
      while (drawn.size() < count && !turn.isEmpty()) {
        List<Map<String, Integer>> stratum = turn.remove(random.nextInt(turn.size()));
        drawn.add(stratum.remove(random.nextInt(stratum.size())));
      }
      left.removeIf(List::isEmpty);
    }
    return List.copyOf(drawn);
  }

  private List<List<Map<String, Integer>>> strata(List<Map<String, Integer>> networks, int count) {
    List<String> differing =
        units.stream()
            .filter(u -> networks.stream().map(n -> width(n, u)).distinct().count() > 1)
            .toList();
    List<List<Map<String, Integer>>> strata = by(differing.stream().limit(1).toList(), networks);
    for (int n = 2; n <= differing.size(); n++) {
      List<List<Map<String, Integer>>> finer = by(differing.subList(0, n), networks);
      if (finer.size() > count) {
        break;
      }
      strata = finer;
    }
    return strata;
  }

  private static List<List<Map<String, Integer>>> by(
      List<String> units, List<Map<String, Integer>> networks) {
    Map<List<Integer>, List<Map<String, Integer>>> strata = new LinkedHashMap<>();
    for (Map<String, Integer> network : networks) {
      List<Integer> key = units.stream().map(u -> width(network, u)).toList();
      strata.computeIfAbsent(key, k -> new ArrayList<>()).add(network);
    }
    return List.copyOf(strata.values());
  }

  private static int width(Map<String, Integer> network, String unit) {
    return network.getOrDefault(unit, 0);
  }
}
