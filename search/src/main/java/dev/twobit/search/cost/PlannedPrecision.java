package dev.twobit.search.cost;

import dev.twobit.network.Network;
import dev.twobit.precision.BitPlan;
import dev.twobit.simulator.Addressing;
import dev.twobit.simulator.LoweredLayer;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.WorkloadLowering;
import java.util.List;

/** Bits of layers, by part and name, and what they make of a network of whatever widths. */
record PlannedPrecision(BitPlan plan, Addressing addressing) {
  PrecisionPlan of(Network network) {
    return PrecisionPlan.deployed(network, plan);
  }

  /** Steps of the accelerator for one inference. */
  List<LoweredLayer> lowered(Network network) {
    return WorkloadLowering.lower(network, of(network), addressing);
  }
}
