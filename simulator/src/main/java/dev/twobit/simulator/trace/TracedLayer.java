package dev.twobit.simulator.trace;

import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;

/**
 * A layer in its place in the network.
 *
 * @param beginCycle counted from the network's begin
 * @param cycles of all {@code runs}; {@code activity} likewise
 * @param mapping how it was mapped, in a few words
 * @param firstRun the first run unit by unit; {@link LayerTrace#NONE} if it was not looked into
 */
public record TracedLayer(
    String name,
    String operator,
    long beginCycle,
    CycleBreakdown cycles,
    Activity activity,
    int runs,
    String mapping,
    LayerTrace firstRun) {
  public long endCycle() {
    return beginCycle + cycles.total();
  }
}
