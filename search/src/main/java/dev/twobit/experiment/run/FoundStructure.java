package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.network.Network;
import dev.twobit.network.WidthAdapter;
import dev.twobit.simulator.PrecisionPlan;
import java.util.Optional;

/**
 * The network that a search ended with.
 *
 * @param network without weights
 * @param precision bits of every layer
 */
record FoundStructure(SearchTrialResult result, Network network, PrecisionPlan precision) {
  static FoundStructure of(SearchTrialResult result, SearchSetup setup) {
    boolean changed = !result.widths().equals(result.original());
    Network network =
        changed
            ? WidthAdapter.adapt(
                setup.network(), result.widths(), setup.coupling().unequalOperands())
            : setup.network();
    return new FoundStructure(result, network, setup.costs(result).precision(network));
  }

  /** Where they were searched and are not those of the original. */
  Optional<Integer> otherResidualBits(SearchSetup setup) {
    return result.residualBits().filter(b -> b != setup.request().arithmetic().residualBits());
  }
}
