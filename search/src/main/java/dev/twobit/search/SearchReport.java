package dev.twobit.search;

import dev.twobit.network.CostKind;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.cost.CostPressure;
import dev.twobit.search.cost.Costs;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.SearchSpace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is told of an epoch at its end. */
final class SearchReport {
  private final CostModel costs;
  private final CostPressure pressure;

  SearchReport(CostModel costs, CostPressure pressure) {
    this.costs = costs;
    this.pressure = pressure;
  }

  /**
   * @param images seen, of both halves
   * @param note of what happened besides
   */
  SearchEpoch of(
      SearchState state,
      SearchSchedule.Epoch epoch,
      EpochTally tally,
      List<SearchEpoch.Expansion> expansions,
      long images,
      double seconds,
      Optional<String> note) {
    SearchSpace space = state.space();
    Map<String, Integer> genotype = state.architecture().genotype(space);
    Costs whole = costs.genotype(space, genotype);
    ArchitectureParameters certain = ArchitectureParameters.certain(space, genotype);
    Map<CostKind, Double> expected = new LinkedHashMap<>();
    Map<CostKind, Double> wholeCosts = new LinkedHashMap<>();
    Map<CostKind, Double> ratios = new LinkedHashMap<>();
    for (CostKind kind : pressure.told()) {
      expected.put(kind, pressure.expected(kind, space, state.architecture()).value());
      wholeCosts.put(kind, whole.of(kind));
      double additive = costs.expected(kind, space, certain).value();
      ratios.put(kind, whole.of(kind) > 0 ? additive / whole.of(kind) : 1);
    }
    Map<String, double[]> probabilities = new LinkedHashMap<>();
    Map<String, List<Integer>> candidates = new LinkedHashMap<>();
    space
        .units()
        .forEach(
            (name, unit) -> {
              probabilities.put(name, state.architecture().probabilities(name));
              candidates.put(name, unit.candidates());
            });
    return new SearchEpoch(
        epoch.phase(),
        epoch.index() + 1,
        epoch.count(),
        new SearchEpoch.Learning(
            epoch.temperature(),
            epoch.rate(),
            tally.weightLoss(),
            tally.architectureLoss(),
            tally.architectureAccuracy()),
        new SearchEpoch.Units(
            candidates,
            probabilities,
            tally.meanLossGradients(),
            tally.meanGradients(),
            tally.sampled(),
            tally.meanComputedWidths()),
        new SearchEpoch.EpochCosts(expected, wholeCosts, ratios),
        new SearchEpoch.Winner(genotype, pressure.inBand(whole), expansions, note),
        new SearchEpoch.Speed(images / seconds, seconds));
  }
}
