package dev.twobit.simulator;

import dev.twobit.simulator.energy.EnergyBreakdown;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;

/**
 * One layer's workload, cycles, counts and energy.
 *
 * @param timing of one run; {@code energy} likewise
 * @param runs how often the step runs: once an image, or once if it takes the whole batch at once
 */
public record LayerSimulation(
    LayerWorkload workload, LayerTiming timing, EnergyBreakdown energy, int runs) {

  /** A step that runs once. */
  public LayerSimulation(LayerWorkload workload, LayerTiming timing, EnergyBreakdown energy) {
    this(workload, timing, energy, 1);
  }

  /** Clocks of all runs. */
  public CycleBreakdown batchCycles() {
    return timing.cycles().times(runs);
  }

  /** Counts of all runs. */
  public Activity batchActivity() {
    return timing.activity().times(runs);
  }

  /** Energy of all runs. */
  public EnergyBreakdown batchEnergy() {
    return energy.times(runs);
  }

  /** MACs of all runs at operand precision; 0 for steps of the post-processor alone. */
  public long batchMacs() {
    return workload instanceof LayerWorkload.Convolution c ? c.macs() * runs : 0;
  }

  /** Clocks of all runs. */
  public long latencyCycles() {
    return batchCycles().total();
  }
}
