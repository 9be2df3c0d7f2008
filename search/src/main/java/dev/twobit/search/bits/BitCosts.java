package dev.twobit.search.bits;

import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.cost.StepCost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The simulator's table of bits: what every step costs by itself for the bits of the layers that it
 * depends on, its own and those of the layers that read what it writes. Their sums are the
 * simulated latency and energy of any choice, but of layers back to back.
 */
final class BitCosts {
  /** Entries of a step's table: where many layers read one tensor there would be too many. */
  private static final int MOST_ENTRIES = 4096;

  private final BitSpace space;
  private final CostModel costs;
  private final List<CostKind> kinds;
  private final Map<List<Integer>, Map<String, double[]>> known = new HashMap<>();

  private BitCosts(BitSpace space, CostModel costs, List<CostKind> kinds) {
    this.space = space;
    this.costs = costs;
    this.kinds = kinds;
  }

  /**
   * Throws a one-line error for a step whose bits are those of too many layers.
   *
   * @param kinds latency and energy, or one of them: those that are sums of steps
   */
  static List<BitTerm> of(BitSpace space, CostModel costs, List<CostKind> kinds) {
    return new BitCosts(space, costs, kinds).terms();
  }

  private List<BitTerm> terms() {
    Map<String, BitTerm> empty = new LinkedHashMap<>();
    dependences().forEach((step, layers) -> empty.put(step, empty(step, layers)));
    List<Map<String, BitTerm>> groups = new ArrayList<>();
    empty.forEach((step, term) -> group(groups, term).put(step, term));
    groups.forEach(this::fill);
    return List.copyOf(empty.values());
  }

  /** Terms of no layer in common are read off the same networks. */
  private static Map<String, BitTerm> group(List<Map<String, BitTerm>> groups, BitTerm term) {
    for (Map<String, BitTerm> group : groups) {
      if (group.values().stream().allMatch(other -> isApart(term.layers(), other.layers()))) {
        return group;
      }
    }
    Map<String, BitTerm> made = new LinkedHashMap<>();
    groups.add(made);
    return made;
  }

  /** Or of the same layers. */
  private static boolean isApart(int[] one, int[] other) {
    return Arrays.equals(one, other)
        || Arrays.stream(one).noneMatch(l -> Arrays.binarySearch(other, l) >= 0);
  }

  private void fill(Map<String, BitTerm> group) {
    int most = group.values().stream().mapToInt(t -> t.costs()[0].length).max().orElse(0);
    int count = space.candidates().size();
    for (int entry = 0; entry < most; entry++) {
      int[] choice = space.uniform(0);
      for (BitTerm term : group.values()) {
        int left = entry % term.costs()[0].length;
        for (int i = term.layers().length - 1; i >= 0; i--, left /= count) {
          choice[term.layers()[i]] = left % count;
        }
      }
      Map<String, double[]> costs = steps(choice);
      for (Map.Entry<String, BitTerm> of : group.entrySet()) {
        double[][] table = of.getValue().costs();
        double[] cost = costs.getOrDefault(of.getKey(), new double[kinds.size()]);
        for (int kind = 0; kind < cost.length; kind++) {
          table[kind][entry % table[kind].length] = cost[kind];
        }
      }
    }
  }

  /** Layers whose bits change a step, one at a time from each candidate that all have. */
  private Map<String, SortedSet<Integer>> dependences() {
    Map<String, SortedSet<Integer>> dependences = new LinkedHashMap<>();
    int count = space.candidates().size();
    for (int all = 0; all < count; all++) {
      int[] choice = space.uniform(all);
      Map<String, double[]> base = steps(choice);
      base.keySet().forEach(step -> dependences.putIfAbsent(step, new TreeSet<>()));
      for (int layer = 0; layer < choice.length; layer++) {
        for (int other = 0; other < count; other++) {
          choice[layer] = other;
          addChanged(dependences, layer, base, steps(choice));
        }
        choice[layer] = all;
      }
    }
    return dependences;
  }

  private static void addChanged(
      Map<String, SortedSet<Integer>> dependences,
      int layer,
      Map<String, double[]> before,
      Map<String, double[]> after) {
    after.forEach(
        (step, cost) -> {
          if (!Arrays.equals(cost, before.get(step))) {
            dependences.computeIfAbsent(step, s -> new TreeSet<>()).add(layer);
          }
        });
    before.forEach(
        (step, cost) -> {
          if (!after.containsKey(step)) {
            dependences.computeIfAbsent(step, s -> new TreeSet<>()).add(layer);
          }
        });
  }

  private BitTerm empty(String step, SortedSet<Integer> layers) {
    int count = space.candidates().size();
    double entries = Math.pow(count, layers.size());
    if (entries > MOST_ENTRIES) {
      throw new InvalidInputException(
          ("step '%s': found bits of %d layers that its cost depends on, of %d candidates each;"
                  + " expected fewer: name bits of some with --bits-of, or fewer in --set"
                  + " bit-candidates")
              .formatted(step, layers.size(), count));
    }
    return new BitTerm(
        layers.stream().mapToInt(Integer::intValue).toArray(),
        new double[kinds.size()][(int) entries]);
  }

  /** Costs by step; steps of one name are added. */
  private Map<String, double[]> steps(int[] choice) {
    return known.computeIfAbsent(
        Arrays.stream(choice).boxed().toList(),
        key -> {
          Map<String, double[]> steps = new LinkedHashMap<>();
          for (StepCost step : costs.with(space.rules(choice)).steps()) {
            double[] sum = steps.computeIfAbsent(step.name(), s -> new double[kinds.size()]);
            for (int kind = 0; kind < sum.length; kind++) {
              sum[kind] += kinds.get(kind) == CostKind.ENERGY ? step.picojoules() : step.cycles();
            }
          }
          return steps;
        });
  }
}
