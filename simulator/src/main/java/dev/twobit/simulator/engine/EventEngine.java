package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig.Overlap;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Cycles and counts from events and steady states: no per-clock work, a pure function. */
public final class EventEngine {
  private EventEngine() {}

  /** One workload, cold: nothing in the buffer before it, everything written back after it. */
  public static LayerTiming simulate(LayerWorkload workload, HardwareConfig hardware) {
    if (hardware.memory().overlap() == Overlap.SPREADSHEET) {
      return SpreadsheetEngine.simulate(workload, hardware);
    }
    return workload instanceof LayerWorkload.PostProcessing step
        ? PostProcessorEngine.simulate(step, hardware)
        : fastest((LayerWorkload.Convolution) workload, hardware);
  }

  private static LayerTiming fastest(LayerWorkload.Convolution c, HardwareConfig hardware) {
    TilingSearch.Tiled tiled = TilingSearch.fastest(c, hardware);
    return hardware.array() instanceof ArrayConfig.DotProduct array
        ? DotProductEngine.timing(c, tiled.tiling(), tiled.breakdown(), array, hardware)
        : SystolicEngine.timing(
            c,
            tiled.tiling(),
            tiled.breakdown(),
            (ArrayConfig.Systolic) hardware.array(),
            hardware);
  }

  /** The tiling that {@link #simulate(LayerWorkload, HardwareConfig)} takes. */
  public static Tiling tiling(LayerWorkload.Convolution convolution, HardwareConfig hardware) {
    return TilingSearch.fastest(convolution, hardware).tiling();
  }

  /** One convolution, cut as given. */
  public static LayerTiming simulate(
      LayerWorkload.Convolution convolution, Tiling tiling, HardwareConfig hardware) {
    return hardware.array() instanceof ArrayConfig.DotProduct array
        ? DotProductEngine.simulate(convolution, tiling, array, hardware)
        : SystolicEngine.simulate(
            convolution, tiling, (ArrayConfig.Systolic) hardware.array(), hardware);
  }

  /** Clocks of the same, empty as soon as it is known to take {@code limit} or more. */
  static Optional<CycleBreakdown> cyclesBelow(
      LayerWorkload.Convolution convolution, Tiling tiling, long limit, HardwareConfig hardware) {
    return hardware.array() instanceof ArrayConfig.DotProduct array
        ? DotProductEngine.cyclesBelow(convolution, tiling, limit, array, hardware)
        : SystolicEngine.cyclesBelow(
            convolution, tiling, limit, (ArrayConfig.Systolic) hardware.array(), hardware);
  }

  /** Clocks that the same cannot take less than, from far less work: what the search prunes by. */
  public static long leastCycles(
      LayerWorkload.Convolution convolution, Tiling tiling, HardwareConfig hardware) {
    return hardware.array() instanceof ArrayConfig.DotProduct array
        ? DotProductEngine.leastCycles(convolution, tiling, array, hardware)
        : SystolicEngine.leastCycles(
            convolution, tiling, (ArrayConfig.Systolic) hardware.array(), hardware);
  }

  /**
   * The same of each of several tilings, in order.
   *
   * @param tilings that differ in that room alone
   */
  public static long[] leastCycles(
      LayerWorkload.Convolution convolution, List<Tiling> tilings, HardwareConfig hardware) {
    if (hardware.array() instanceof ArrayConfig.DotProduct array) {
      return DotProductEngine.leastCycles(convolution, tilings, array, hardware);
    }
    // A systolic array's bound takes no notice of the room.
    long[] cycles = new long[tilings.size()];
    Arrays.fill(cycles, leastCycles(convolution, tilings.get(0), hardware));
    return cycles;
  }
}
