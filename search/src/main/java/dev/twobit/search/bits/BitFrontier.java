package dev.twobit.search.bits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The choices of bits of which none is better both in what it loses and in every cost: exact, by
 * dynamic programming over the layers in network order. A state is the candidates of those layers
 * that a later term still depends on; of the partial choices that end in one state, those that
 * another is no worse than are left out, and those that can no longer come into the limits.
 */
final class BitFrontier {
  /** Of sums of energies, whose order differs. */
  private static final double ROUNDING = 1e-12;

  private final int layers;
  private final int candidates;
  private final double[][] losses;
  private final List<BitTerm> terms;
  private final double[] limits;

  private BitFrontier(double[][] losses, List<BitTerm> terms, double[] limits) {
    this.layers = losses.length;
    this.candidates = losses[0].length;
    this.losses = losses;
    this.terms = terms;
    this.limits = limits;
  }

  /**
   * A choice.
   *
   * @param candidates of each layer
   * @param costs by kind
   * @param loss what is lost by it
   */
  @SuppressWarnings("ArrayRecordComponent") // read only
  record Choice(int[] candidates, double[] costs, double loss) {}

  /** A partial choice: a candidate more than another. */
  private record Point(double[] costs, double loss, int candidate, @Nullable Point before) {}

  /**
   * The choices within the limits, the one of least loss first; of those that are equal in all
   * figures one.
   *
   * @param losses by layer and candidate
   * @param limits of the sums, one or two kinds
   */
  static List<Choice> of(double[][] losses, List<BitTerm> terms, double[] limits) {
    return new BitFrontier(losses, terms, limits).choices();
  }

  private List<Choice> choices() {
    Map<List<Integer>, List<Point>> states =
        Map.of(List.of(), List.of(new Point(sum(-1, new int[0]), 0, -1, null)));
    List<Integer> live = List.of();
    for (int layer = 0; layer < layers; layer++) {
      List<Integer> next = live(layer);
      states = states(layer, states, live, next);
      live = next;
    }
    return states.values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparingDouble(Point::loss))
        .map(this::choice)
        .toList();
  }

  /** Layers up to this one that a term of later ones depends on. */
  private List<Integer> live(int layer) {
    TreeSet<Integer> live = new TreeSet<>();
    for (BitTerm term : terms) {
      if (term.last() > layer) {
        Arrays.stream(term.layers()).filter(l -> l <= layer).forEach(live::add);
      }
    }
    return List.copyOf(live);
  }

  private Map<List<Integer>, List<Point>> states(
      int layer, Map<List<Integer>, List<Point>> before, List<Integer> live, List<Integer> next) {
    double[] least = least(layer);
    Map<List<Integer>, List<Point>> after = new LinkedHashMap<>();
    int[] choice = new int[layers];
    before.forEach(
        (state, points) -> {
          for (int i = 0; i < state.size(); i++) {
            choice[live.get(i)] = state.get(i);
          }
          for (int candidate = 0; candidate < candidates; candidate++) {
            choice[layer] = candidate;
            double[] added = sum(layer, choice);
            List<Point> reached =
                after.computeIfAbsent(
                    next.stream().map(l -> choice[l]).toList(), s -> new ArrayList<>());
            for (Point point : points) {
              Point longer = longer(point, added, layer, candidate);
              if (isWithin(longer.costs, least)) {
                reached.add(longer);
              }
            }
          }
        });
    after.replaceAll((state, points) -> best(points));
    return after;
  }

  private Point longer(Point point, double[] added, int layer, int candidate) {
    double[] costs = point.costs.clone();
    for (int kind = 0; kind < costs.length; kind++) {
      costs[kind] += added[kind];
    }
    return new Point(costs, point.loss + losses[layer][candidate], candidate, point);
  }

  private boolean isWithin(double[] costs, double[] least) {
    for (int kind = 0; kind < costs.length; kind++) {
      if (costs[kind] + least[kind] > limits[kind] * (1 + ROUNDING)) {
        return false;
      }
    }
    return true;
  }

  /** Of the terms that are complete with a layer. */
  private double[] sum(int layer, int[] choice) {
    double[] sum = new double[limits.length];
    for (BitTerm term : terms) {
      if (term.last() == layer) {
        int at = term.at(choice, candidates);
        for (int kind = 0; kind < sum.length; kind++) {
          sum[kind] += term.costs()[kind][at];
        }
      }
    }
    return sum;
  }

  /** Of the terms that are not, at the least. */
  private double[] least(int layer) {
    double[] sum = new double[limits.length];
    for (BitTerm term : terms) {
      if (term.last() > layer) {
        for (int kind = 0; kind < sum.length; kind++) {
          sum[kind] += Arrays.stream(term.costs()[kind]).min().orElseThrow();
        }
      }
    }
    return sum;
  }

  /** Those that no other is as good as in every figure; of equal ones the first. */
  private static List<Point> best(List<Point> points) {
    List<Point> sorted = new ArrayList<>(points);
    sorted.sort(
        Comparator.comparingDouble((Point p) -> p.costs[0])
            .thenComparingDouble(Point::loss)
            .thenComparingDouble(BitFrontier::second));
    // Losses by second cost of those that were cheaper in the first: falling as costs rise.
    TreeMap<Double, Double> stairs = new TreeMap<>();
    List<Point> best = new ArrayList<>();
    for (Point point : sorted) {
      Map.Entry<Double, Double> below = stairs.floorEntry(second(point));
      if (below == null || below.getValue() > point.loss) {
        best.add(point);
        Collection<Double> above = stairs.tailMap(second(point), true).values();
        above.removeIf(loss -> loss >= point.loss);
        stairs.put(second(point), point.loss);
      }
    }
    return best;
  }

  private static double second(Point point) {
    return point.costs.length > 1 ? point.costs[1] : 0;
  }

  private Choice choice(Point end) {
    int[] choice = new int[layers];
    Point at = end;
    for (int layer = layers - 1; layer >= 0 && at != null; layer--) {
      choice[layer] = at.candidate;
      at = at.before;
    }
    return new Choice(choice, end.costs, end.loss);
  }
}
