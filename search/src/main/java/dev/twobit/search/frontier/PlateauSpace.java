package dev.twobit.search.frontier;

import dev.twobit.network.CostKind;
import dev.twobit.network.Layer;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A space whose candidates are the widths before which the simulated cost jumps
 * (search/docs/methods.md#plateaus), and each unit's own width.
 */
public final class PlateauSpace {
  /**
   * How many times its width a unit may become. What an Add writes is kept with more bits than
   * other tensors, is read again by every block behind it, and so is dear to widen.
   */
  private static final int INNER_REACH = 3;

  private static final int TRUNK_REACH = 2;

  /** As many candidates as the paper's searches start with. */
  private static final int MOST_AT_START = 8;

  private PlateauSpace() {}

  /**
   * Candidates by simulation, one unit at a time with all others as they are in the original. A
   * unit with a single candidate keeps it.
   *
   * @param base whose units, coupling and network are kept
   * @param costs of the same network
   * @param budgets where they limit energy and no clocks, it is the energy whose jumps count, else
   *     the latency
   */
  public static SearchSpace of(SearchSpace base, CostModel costs, List<Budget> budgets) {
    CostKind kind = kind(budgets);
    Map<String, Integer> nominal = new LinkedHashMap<>();
    base.units().forEach((name, unit) -> nominal.put(name, unit.nominal()));
    Set<String> trunks = trunks(base);
    SearchSpace space = base;
    for (SearchUnit unit : List.copyOf(base.units().values())) {
      if (unit.candidates().size() > 1) {
        int reach = trunks.contains(unit.name()) ? TRUNK_REACH : INNER_REACH;
        Plateaus plateaus =
            new Plateaus(
                unit,
                reach * unit.nominal(),
                width -> {
                  Map<String, Integer> widths = new LinkedHashMap<>(nominal);
                  widths.put(unit.name(), width);
                  return costs.cost(kind, base, widths);
                });
        space = space.withCandidates(unit.name(), plateaus.candidates());
      }
    }
    return space;
  }

  /**
   * The space that a search by gradient starts with: of each unit at most eight plateaus up to its
   * own width, and the next one where that leaves nothing to choose; it expands to the plateaus
   * above.
   *
   * @param base as for {@link #of}
   */
  public static SearchSpace starting(SearchSpace base, CostModel costs, List<Budget> budgets) {
    SearchSpace plateau = of(base, costs, budgets);
    SearchSpace space = base;
    for (SearchUnit unit : plateau.units().values()) {
      List<Integer> all = unit.candidates();
      int upTo = Math.max(2, all.indexOf(unit.nominal()) + 1);
      if (all.size() >= upTo) {
        space =
            space.withCandidates(
                unit.name(), thinned(all.subList(0, upTo)), all.subList(upTo, all.size()));
      }
    }
    return space;
  }

  /** Evenly, with the first and the last. */
  private static List<Integer> thinned(List<Integer> all) {
    if (all.size() <= MOST_AT_START) {
      return all;
    }
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < MOST_AT_START; i++) {
      kept.add(all.get((int) Math.round(i * (all.size() - 1.0) / (MOST_AT_START - 1))));
    }
    return kept;
  }

  private static CostKind kind(List<Budget> budgets) {
    Set<CostKind> kinds = budgets.stream().map(Budget::kind).collect(Collectors.toSet());
    boolean clocks = kinds.contains(CostKind.LATENCY) || kinds.contains(CostKind.WHOLE);
    return kinds.contains(CostKind.ENERGY) && !clocks ? CostKind.ENERGY : CostKind.LATENCY;
  }

  /** Units that an Add reads. */
  public static Set<String> trunks(SearchSpace space) {
    Set<String> trunks = new TreeSet<>();
    for (Layer layer : space.network().layers()) {
      if (layer.asAdd().isPresent()) {
        layer.inputs().forEach(tensor -> trunks.addAll(space.width(tensor).units()));
      }
    }
    return trunks;
  }
}
