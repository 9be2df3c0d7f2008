package dev.twobit.simulator.engine.tick;

import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;
import java.util.List;

/**
 * One part of a layer's kernels, run.
 *
 * @param folds of a systolic array, passes counted once
 * @param outputs codes of every copy, of the part's channels
 */
record PartRun(CycleBreakdown cycles, Activity activity, long folds, List<int[]> outputs) {}
