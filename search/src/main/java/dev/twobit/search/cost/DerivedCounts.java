package dev.twobit.search.cost;

import dev.twobit.network.CostKind;
import dev.twobit.search.space.TensorWidth;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Multiply-accumulates and parameters of derived networks: a sum over layers, each looked up by the
 * widths that it depends on. For any number of threads.
 */
final class DerivedCounts {
  private static final int MOST_WIDTHS = 1 << 14;

  private record Key(CostKind kind, List<Integer> widths) {}

  private record Term(TensorWidth[] operands, CostTerm.Cost cost, Remembered<Key, Double> known) {
    private double at(CostKind kind, Map<String, Integer> widths) {
      int[] at = new int[operands.length];
      Arrays.setAll(at, i -> operands[i].at(widths));
      List<Integer> key = Arrays.stream(at).boxed().toList();
      return known.get(new Key(kind, key), k -> cost.at(kind, at));
    }
  }

  private final List<Term> terms;

  /**
   * @param terms of {@link CostKind#FLOPS} and {@link CostKind#PARAMS}
   */
  DerivedCounts(List<CostTerm> terms) {
    this.terms =
        terms.stream()
            .map(
                t ->
                    new Term(
                        t.operands().toArray(TensorWidth[]::new),
                        t.cost(),
                        new Remembered<>(MOST_WIDTHS)))
            .toList();
  }

  /**
   * @param widths of every unit
   */
  double of(CostKind kind, Map<String, Integer> widths) {
    double sum = 0;
    for (Term term : terms) {
      sum += term.at(kind, widths);
    }
    return sum;
  }
}
