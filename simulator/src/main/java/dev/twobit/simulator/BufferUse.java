package dev.twobit.simulator;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig.Overlap;
import dev.twobit.simulator.array.FeasibleTilings;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;

/** What a layer holds of the operand buffer at once, in the tiling it runs in. */
public final class BufferUse {
  private BufferUse() {}

  /**
   * Bytes of the rows of input that are there together (a systolic array loads the next band while
   * it computes one) and of the weights that its share of the buffer holds; at most the buffer.
   * Steps of the post-processor stream past the buffer and hold 0.
   */
  public static long bytes(LayerWorkload workload, HardwareConfig hardware) {
    if (!(workload instanceof LayerWorkload.Convolution c)) {
      return 0;
    }
    int atOnce = GroupPacking.groupsAtOnce(c, hardware);
    return ofConvolution(atOnce > 1 ? GroupPacking.of(c, atOnce).convolution() : c, hardware);
  }

  private static long ofConvolution(LayerWorkload.Convolution c, HardwareConfig hardware) {
    Tiling tiling =
        hardware.memory().overlap() == Overlap.SPREADSHEET
            ? FeasibleTilings.uncut(c, hardware)
            : EventEngine.tiling(c, hardware);
    long weights =
        Math.min(tiling.rows().weightCapacityBytes(), FeasibleTilings.weightBytes(c, hardware));
    return Math.min(hardware.buffer().capacityBytes(), input(c, tiling, hardware) + weights);
  }

  private static long input(LayerWorkload.Convolution c, Tiling tiling, HardwareConfig hardware) {
    int rows = tiling.rows().bands().stream().mapToInt(Band::inputRows).max().orElseThrow();
    boolean pairwise =
        hardware.array() instanceof ArrayConfig.Systolic && tiling.rows().bands().size() > 1;
    int held = pairwise ? Math.min(c.inputHeight(), 2 * rows) : rows;
    return StoredTensors.cubeBytes(
        c.inputChannels(), held, c.inputWidth(), c.inputBits(), hardware.memory());
  }
}
