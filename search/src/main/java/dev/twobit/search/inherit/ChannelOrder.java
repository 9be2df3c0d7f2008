package dev.twobit.search.inherit;

import dev.twobit.search.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * For every unit a permutation of its channels in the original network, most important first
 * (search/docs/methods.md#inherited-weights): sorted by it, a network computes what it did.
 *
 * @param permutations by unit; entry i is the original place of the channel that goes to place i
 */
public record ChannelOrder(Map<String, List<Integer>> permutations) {
  public ChannelOrder {
    Map<String, List<Integer>> copy = new LinkedHashMap<>();
    permutations.forEach(
        (unit, p) -> {
          List<Integer> sorted = p.stream().sorted().toList();
          if (!sorted.equals(IntStream.range(0, p.size()).boxed().toList())) {
            throw new IllegalArgumentException(unit + ": no permutation: " + p);
          }
          copy.put(unit, List.copyOf(p));
        });
    permutations = Collections.unmodifiableMap(copy);
  }

  /** All channels where they are. */
  public static ChannelOrder identity(SearchSpace space) {
    return of(space, Map.of());
  }

  /**
   * Sorted by scores, highest first, equal ones as they are. Units that an Add joins have one
   * order, by the sum of their scores. A unit stays as it is where order has a meaning: its width
   * is a multiple of groups, or its channels are compared with their neighbours.
   *
   * @param scores of every channel, by unit; a unit that has none stays as it is
   */
  public static ChannelOrder of(SearchSpace space, Map<String, double[]> scores) {
    SharedOrders shared = new SharedOrders(space);
    Map<String, List<Integer>> permutations = new LinkedHashMap<>();
    space
        .units()
        .forEach(
            (name, unit) -> {
              double[] sum = new double[unit.nominal()];
              if (!shared.isRigid(name)) {
                shared.with(name).stream()
                    .sorted()
                    .forEach(u -> add(sum, scores.getOrDefault(u, new double[0])));
              }
              permutations.put(name, sorted(sum));
            });
    return new ChannelOrder(permutations);
  }

  private static void add(double[] sum, double[] more) {
    for (int i = 0; i < more.length; i++) {
      sum[i] += more[i];
    }
  }

  private static List<Integer> sorted(double[] scores) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, scores.length).boxed().toList());
    order.sort(Comparator.comparingDouble(i -> -scores[i]));
    return order;
  }

  /** A unit's permutation. */
  int[] of(String unit) {
    List<Integer> found = permutations.get(unit);
    if (found == null) {
      throw new IllegalArgumentException("no order of the channels of " + unit);
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Whether every unit is in the order of the original network. */
  boolean isIdentity(Iterable<String> units) {
    for (String unit : units) {
      int[] order = of(unit);
      if (!Arrays.equals(order, IntStream.range(0, order.length).toArray())) {
        return false;
      }
    }
    return true;
  }
}
