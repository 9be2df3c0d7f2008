package dev.twobit.simulator;

import dev.twobit.simulator.energy.EnergyBreakdown;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.LayerWorkload;

/** One layer's workload, cycles, counts and energy. */
public record LayerSimulation(LayerWorkload workload, LayerTiming timing, EnergyBreakdown energy) {
  public long latencyCycles() {
    return timing.cycles().total();
  }
}
