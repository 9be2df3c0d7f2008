package dev.twobit.experiment.simulation;

import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.Network;
import dev.twobit.precision.BitPlan;
import dev.twobit.results.RankingResult;
import dev.twobit.results.TwobitVersion;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a search loses by the one accelerator when it is the other that the network runs on:
 * networks of random widths, in the order that either has them in.
 */
public final class Ranking {
  private Ranking() {}

  /** Throws a one-line error for a network without widths to change. */
  public static RankingResult run(RankingRequest request) {
    Network network = PreparedNetwork.read(request.model()).requireQuantized().network();
    SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS, request.coupling());
    List<Map<String, Integer>> drawn = draw(space, request.networks(), request.seed());
    HardwareConfig hardware = HardwareCatalog.load(request.hardware());
    HardwareConfig against = HardwareCatalog.load(request.against());
    BitPlan plan = plan(request, hardware);
    CostModel first = new CostModel(network, hardware, plan);
    CostModel second = new CostModel(network, against, plan(request, against));
    PlaceChanges changes =
        PlaceChanges.of(costs(first, space, drawn, request), costs(second, space, drawn, request));
    return new RankingResult(
        TwobitVersion.current(),
        new RankingResult.Asked(
            network.name(),
            hardware.name(),
            against.name(),
            request.cost().label(),
            request.coupling().label(),
            plan.inner().weights(),
            request.seed()),
        new RankingResult.Original(
            first.original().of(request.cost()),
            second.original().of(request.cost()),
            request.cost().unit()),
        drawn.size(),
        changes.pairs(),
        changes.changed(),
        100 * changes.largestLoss());
  }

  private static BitPlan plan(RankingRequest request, HardwareConfig hardware) {
    return request.bits().on(hardware.precision().macBits());
  }

  /** Each candidate of a unit as probable as the others; a network may be drawn twice. */
  private static List<Map<String, Integer>> draw(SearchSpace space, int networks, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Map<String, Integer>> drawn = new ArrayList<>();
    for (int i = 0; i < networks; i++) {
      Map<String, Integer> widths = new LinkedHashMap<>();
      for (SearchUnit unit : space.units().values()) {
        widths.put(unit.name(), unit.candidates().get(random.nextInt(unit.candidates().size())));
      }
      drawn.add(widths);
    }
    return drawn;
  }

  private static List<Double> costs(
      CostModel model,
      SearchSpace space,
      List<Map<String, Integer>> drawn,
      RankingRequest request) {
    return drawn.stream().map(widths -> model.genotype(space, widths).of(request.cost())).toList();
  }
}
