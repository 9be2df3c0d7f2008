package dev.twobit.simulator.trace;

import dev.twobit.simulator.workload.CycleBreakdown;

/**
 * One operation as the driver programs it: a part of the kernels, in a band of output rows.
 *
 * @param firstKernel output channels {@code [firstKernel, pastKernel)}
 * @param firstRow output rows {@code [firstRow, pastRow)}
 * @param beginCycle counted from the layer's begin
 */
public record OperationSpan(
    int firstKernel,
    int pastKernel,
    int firstRow,
    int pastRow,
    long beginCycle,
    CycleBreakdown cycles) {
  public long endCycle() {
    return beginCycle + cycles.total();
  }
}
