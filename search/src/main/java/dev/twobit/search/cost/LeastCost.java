package dev.twobit.search.cost;

import dev.twobit.network.CostKind;
import dev.twobit.search.space.SearchSpace;
import java.util.Map;

/** The smallest cost of one kind that is found: descent from the narrowest network. */
final class LeastCost {
  private LeastCost() {}

  static double of(CostKind kind, SearchSpace space, CostModel costs) {
    GenotypeMoves moves = new GenotypeMoves(space);
    Map<String, Integer> widths = moves.narrowest();
    double least = costs.genotype(space, widths).of(kind);
    boolean lessened = true;
    while (lessened) {
      lessened = false;
      for (Map<String, Integer> move : moves.any(widths)) {
        double cost = costs.genotype(space, move).of(kind);
        if (cost < least) {
          least = cost;
          widths = move;
          lessened = true;
        }
      }
    }
    return least;
  }
}
