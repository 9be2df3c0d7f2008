package dev.twobit.search.cost;

import dev.twobit.network.CostKind;
import dev.twobit.network.Network;
import dev.twobit.search.space.DerivedWidths;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.simulator.LoweredLayer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From widths to the steps of the derived network without deriving it: networks with the same
 * shortcuts or pads have the same steps but for their channels, so that a table over the widths
 * that each depends on is enough. Whenever a network is lowered all the same, what the tables say
 * is held against it; where they say something else, they are no longer asked. For any number of
 * threads.
 */
final class DerivedSteps {
  private static final int MOST_STRUCTURES = 2048;

  private final SearchSpace space;
  private final PlannedPrecision precision;
  private final WorkloadCosts costs;
  private final DerivedWidths widths;
  private final StepTemplates templates = new StepTemplates();
  private final Remembered<BitSet, DerivedStructure> structures = new Remembered<>(MOST_STRUCTURES);
  private final Remembered<String, DerivedCounts> counts = new Remembered<>(1);

  DerivedSteps(SearchSpace space, PlannedPrecision precision, WorkloadCosts costs) {
    this.space = space;
    this.precision = precision;
    this.costs = costs;
    this.widths = new DerivedWidths(space);
  }

  /** Whether it is of this space; expansions change the candidates alone. */
  boolean isOf(SearchSpace other) {
    return other.network() == space.network() && other.widths() == space.widths();
  }

  /**
   * Steps of the derived network of a genotype.
   *
   * @param genotype width by unit; a unit that is not named has its nominal width
   */
  StepSequence of(Map<String, Integer> genotype) {
    Map<String, Integer> all = complete(genotype);
    BitSet equal = widths.equal(all);
    return structures
        .find(equal)
        .flatMap(s -> s.at(all, costs))
        .orElseGet(() -> lowered(all, equal));
  }

  private StepSequence lowered(Map<String, Integer> all, BitSet equal) {
    Network derived = space.derived(all);
    List<LoweredLayer> lowered = precision.lowered(derived);
    structures
        .get(equal, e -> new DerivedStructure(space, widths, derived, lowered, templates))
        .learn(all, lowered, costs);
    return StepSequence.of(derived, lowered, costs);
  }

  /**
   * What is counted of the derived network of a genotype.
   *
   * @param kind {@link CostKind#FLOPS} or {@link CostKind#PARAMS}
   */
  double count(CostKind kind, Map<String, Integer> genotype) {
    return counts
        .get("", k -> new DerivedCounts(DerivedTerms.counts(space, precision, costs)))
        .of(kind, complete(genotype));
  }

  private Map<String, Integer> complete(Map<String, Integer> genotype) {
    Map<String, Integer> all = new HashMap<>(2 * space.units().size());
    space.units().forEach((name, u) -> all.put(name, genotype.getOrDefault(name, u.nominal())));
    return all;
  }

  /** Whether genotypes of the same shortcuts or pads as this one are looked up. */
  boolean isForetold(Map<String, Integer> genotype) {
    Optional<DerivedStructure> known = structures.find(widths.equal(complete(genotype)));
    return known.map(DerivedStructure::isForetold).orElse(false);
  }
}
