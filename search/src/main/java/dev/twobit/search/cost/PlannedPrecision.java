package dev.twobit.search.cost;

import dev.twobit.network.Network;
import dev.twobit.simulator.Addressing;
import dev.twobit.simulator.LoweredLayer;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.WorkloadLowering;
import java.util.List;

/** Bits of quantized layers and of the residual path, and what they make of a network. */
record PlannedPrecision(int bits, int residualBits, Addressing addressing) {
  PrecisionPlan of(Network network) {
    return PrecisionPlan.deployed(network, bits, residualBits);
  }

  /** Steps of the accelerator for one inference. */
  List<LoweredLayer> lowered(Network network) {
    return WorkloadLowering.lower(network, of(network), addressing);
  }
}
