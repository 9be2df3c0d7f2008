package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.array.Tilings;
import dev.twobit.simulator.workload.LayerWorkload;

/** The fastest of all tilings that the buffer allows; of equals the first. */
final class TilingSearch {
  /** A tiling and what it takes. */
  record Tiled(Tiling tiling, LayerTiming timing) {}

  private TilingSearch() {}

  static Tiled fastest(LayerWorkload.Convolution c, HardwareConfig hardware) {
    Tiled best = null;
    for (Tiling tiling : Tilings.of(c, hardware)) {
      if (best == null || leastCycles(c, tiling, hardware) < best.timing().cycles().total()) {
        LayerTiming timing = EventEngine.simulate(c, tiling, hardware);
        if (best == null || timing.cycles().total() < best.timing().cycles().total()) {
          best = new Tiled(tiling, timing);
        }
      }
    }
    if (best == null) {
      throw new IllegalStateException(c.name() + ": no tiling");
    }
    return best;
  }

  private static long leastCycles(
      LayerWorkload.Convolution c, Tiling tiling, HardwareConfig hardware) {
    return hardware.array() instanceof ArrayConfig.DotProduct array
        ? DotProductEngine.leastCycles(c, tiling, array, hardware)
        : SystolicEngine.leastCycles(c, tiling, (ArrayConfig.Systolic) hardware.array(), hardware);
  }
}
