package dev.twobit.simulator.engine;

import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;

/**
 * What an engine answers for one workload.
 *
 * @param macUtilization useful products over native MAC slots in all clocks, 0..1
 * @param rowTiles operations it was cut into, because operands do not fit or because smaller ones
 *     end sooner; at least 1
 * @param mapping how the layer was mapped, in a few words
 */
public record LayerTiming(
    CycleBreakdown cycles,
    Activity activity,
    double macUtilization,
    int rowTiles,
    String mapping) {}
