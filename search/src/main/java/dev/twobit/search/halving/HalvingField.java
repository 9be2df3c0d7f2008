package dev.twobit.search.halving;

import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchTask;
import dev.twobit.search.space.SearchSpace;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The networks that may take part with one choice of residual bits, and what judges them.
 *
 * @param task at these bits
 * @param space its plateaus
 * @param judge of channels by unit
 * @param maximal number of maximal networks
 */
record HalvingField(
    SearchTask task, SearchSpace space, Contenders contenders, Judge judge, int maximal) {

  /** The one that widths are of. */
  static HalvingField of(Map<String, Integer> widths, List<HalvingField> fields) {
    return fields.stream()
        .filter(f -> f.bits().equals(ResidualChoice.bits(widths)))
        .findFirst()
        .orElseThrow();
  }

  private Optional<Integer> bits() {
    return ResidualChoice.bits(contenders.controls().get(0).widths());
  }

  boolean isWithinBudgets(Entrant entrant) {
    Map<String, Integer> channels = ResidualChoice.channels(entrant.widths());
    return task.budgets().stream()
        .allMatch(b -> task.costs().cost(b.kind(), space, channels) <= b.ceiling());
  }

  /** What the method ends with. */
  FoundNetwork found(Entrant returned) {
    return returned.role() == Entrant.Role.ORIGINAL
        ? FoundNetwork.original(Halving.NAME, task)
        : FoundNetwork.of(
            Halving.NAME, task, space, ResidualChoice.channels(returned.widths()), Map.of());
  }
}
