package dev.twobit.search.halving;

import dev.twobit.network.CostKind;
import dev.twobit.search.SearchTask;
import dev.twobit.search.inherit.TrainedParent;
import dev.twobit.search.space.SearchSpace;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What a network is worth before anything is trained: the shares of importance that its units keep,
 * and the logarithm of its multiply-accumulates for what they gain. Of fresh weights every channel
 * is as important as the others.
 *
 * @param parent whose channels are kept
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // fresh weights have none
record KeptImportance(SearchTask task, SearchSpace space, Optional<TrainedParent> parent)
    implements ToDoubleFunction<Map<String, Integer>> {
  @Override
  public double applyAsDouble(Map<String, Integer> widths) {
    double value = Math.log(task.costs().cost(CostKind.FLOPS, space, widths));
    for (var unit : space.units().values()) {
      int width = Math.min(unit.nominal(), widths.getOrDefault(unit.name(), unit.nominal()));
      value +=
          parent
              .map(p -> p.keptImportance(unit.name(), width))
              .orElse((double) width / unit.nominal());
    }
    return value;
  }
}
