package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.ArrayConfig.GroupPacking;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig.Overlap;
import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.network.InvalidInputException;
import dev.twobit.simulator.array.Launch;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.PostOperands;
import java.util.List;

/** Every unit advanced every clock, on real integers: the specification of the accelerator. */
public final class TickEngine {
  private TickEngine() {}

  /**
   * One convolution, cut as given, cold: nothing in the buffer before it, everything written back
   * after it.
   */
  public static TickRun simulate(
      LayerWorkload.Convolution layer,
      Tiling tiling,
      ConvolutionOperands operands,
      HardwareConfig hardware) {
    requireClocked(layer, hardware);
    requireAccumulatorsHold(layer, operands.encoding(), hardware.precision().accumulatorBits());
    return ConvolutionRun.simulate(layer, tiling, hardware, operands);
  }

  /**
   * Convolutions back to back on a dot-product array, from an idle accelerator on.
   *
   * @param operands of the layer of each launch
   */
  public static ChainRun chain(
      List<Launch> launches, List<ConvolutionOperands> operands, HardwareConfig hardware) {
    for (int i = 0; i < launches.size(); i++) {
      LayerWorkload.Convolution layer = launches.get(i).layer();
      requireClocked(layer, hardware);
      requireAccumulatorsHold(
          layer, operands.get(i).encoding(), hardware.precision().accumulatorBits());
    }
    return DotProductRun.chain(launches, operands, hardware);
  }

  /** One step of the post-processor alone. */
  public static TickRun simulate(
      LayerWorkload.PostProcessing step, PostOperands operands, HardwareConfig hardware) {
    return PostStepMachine.simulate(step, operands, hardware);
  }

  /** Modes that are defined by what they cost have no units to clock. */
  private static void requireClocked(LayerWorkload.Convolution c, HardwareConfig hardware) {
    if (hardware.memory().overlap() != Overlap.RTL) {
      throw new InvalidInputException(
          hardware.name()
              + ": 'memory.overlap': found spreadsheet, the clocked engine expects rtl");
    }
    if (c.groups() > 1
        && hardware.array() instanceof ArrayConfig.Systolic array
        && array.groupPacking() != GroupPacking.NONE) {
      throw new InvalidInputException(
          hardware.name()
              + ": 'array.groupPacking': found diagonal with the grouped layer "
              + c.name()
              + ", the clocked engine expects none");
    }
  }

  /** Accumulators are Java's 32 bits here if the hardware file has more. */
  private static void requireAccumulatorsHold(
      LayerWorkload.Convolution c, Encoding encoding, int accumulatorBits) {
    long weight =
        encoding == Encoding.MID_RISE ? (1L << c.weightBits()) - 1 : 1L << (c.weightBits() - 1);
    long terms =
        (long) (c.inputChannels() / c.groups())
            * c.window().kernelHeight()
            * c.window().kernelWidth();
    long reached = terms * weight * ((1L << c.inputBits()) - 1);
    long most = (1L << (Math.min(Integer.SIZE, accumulatorBits) - 1)) - 1;
    if (reached > most) {
      throw new InvalidInputException(
          c.name() + ": accumulators may reach " + reached + ", expected at most " + most);
    }
  }
}
