package dev.twobit.experiment.simulation;

import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.Network;
import dev.twobit.precision.BitPlan;
import dev.twobit.results.FrontierResult;
import dev.twobit.results.TwobitVersion;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.BudgetReference;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.frontier.FrontierSummary;
import dev.twobit.search.frontier.MeasuredNetwork;
import dev.twobit.search.frontier.PlateauSpace;
import dev.twobit.search.frontier.UnitPrice;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.SearchSpace;
import java.util.List;

/** Which networks of other widths use a budget up on an accelerator, without data or training. */
public final class Frontier {
  private Frontier() {}

  /** Throws a one-line error for a network without widths to change, or budgets out of reach. */
  public static FrontierResult run(FrontierRequest request) {
    PreparedNetwork prepared = PreparedNetwork.read(request.model()).requireQuantized();
    Network network = prepared.network();
    HardwareConfig hardware = HardwareCatalog.load(request.hardware());
    BitPlan plan = request.bits().on(hardware.precision().macBits());
    CostModel costs = new CostModel(network, hardware, plan);
    BudgetReference reference = BudgetReference.of(costs.original(), hardware);
    List<Budget> budgets =
        request.binds().applied(request.budgets(), network.images()).stream()
            .map(given -> Budget.parse(given, reference))
            .toList();
    // Candidates are replaced: any grid of more than one will do.
    SearchSpace base = SearchSpace.of(network, CandidateGrid.TAS, request.coupling());
    SearchSpace plateau = PlateauSpace.of(base, costs, budgets);
    FrontierSummary summary = FrontierSummary.of(plateau, costs, budgets, request.seed());
    return new FrontierResult(
        TwobitVersion.current(),
        new FrontierResult.Asked(
            network.name(),
            hardware.name(),
            budgets.stream().map(b -> b.kind().label() + "=" + b.given()).toList(),
            request.coupling().label(),
            plan.inner().weights(),
            plan.residual()),
        summary.lines(),
        summary.complete(),
        point(summary.mostMacs()),
        point(summary.mostParams()),
        summary.units().stream().map(u -> step(u, plateau)).toList(),
        summary.networks().stream().map(Frontier::point).toList());
  }

  private static FrontierResult.Point point(MeasuredNetwork network) {
    return new FrontierResult.Point(
        network.widths(), network.macs(), network.params(), network.latency(), network.whole());
  }

  private static FrontierResult.Unit step(UnitPrice u, SearchSpace plateau) {
    return new FrontierResult.Unit(
        u.unit(),
        u.width(),
        plateau.unit(u.unit()).candidates(),
        u.narrower(),
        u.saving(),
        u.wider(),
        u.cost(),
        u.capacity());
  }
}
