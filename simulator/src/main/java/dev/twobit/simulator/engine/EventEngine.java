package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig.Overlap;
import dev.twobit.simulator.workload.LayerWorkload;

/** Cycles and counts from events and steady states: no per-clock work, a pure function. */
public final class EventEngine {
  private EventEngine() {}

  /** One workload, cold: nothing in the buffer before it, everything written back after it. */
  public static LayerTiming simulate(LayerWorkload workload, HardwareConfig hardware) {
    if (hardware.memory().overlap() == Overlap.SPREADSHEET) {
      return SpreadsheetEngine.simulate(workload, hardware);
    }
    if (workload instanceof LayerWorkload.PostProcessing step) {
      return PostProcessorEngine.simulate(step, hardware);
    }
    LayerWorkload.Convolution convolution = (LayerWorkload.Convolution) workload;
    return hardware.array() instanceof ArrayConfig.DotProduct array
        ? DotProductEngine.simulate(convolution, array, hardware)
        : SystolicEngine.simulate(convolution, (ArrayConfig.Systolic) hardware.array(), hardware);
  }

  /**
   * One launch of the NVDLA-style array, as measured rows are: no cut into bands that the buffer
   * does not demand.
   */
  public static LayerTiming simulateUncut(
      LayerWorkload.Convolution convolution,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware) {
    return DotProductEngine.simulateUncut(convolution, array, hardware);
  }
}
