package dev.twobit.simulator.validation;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.engine.tick.TickEngine;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.Random;

/** Which engine is held against given figures. */
public enum Engine {
  /** Events and steady states. */
  EVENT,
  /** Every clock, on random operands. */
  TICK;

  LayerTiming time(LayerWorkload.Convolution layer, HardwareConfig hardware) {
    return this == EVENT
        ? EventEngine.simulate(layer, hardware)
        : TickEngine.simulate(layer, operands(layer, hardware), hardware).timing();
  }

  /** One launch of the NVDLA-style array. */
  LayerTiming timeUncut(
      LayerWorkload.Convolution layer, ArrayConfig.DotProduct array, HardwareConfig hardware) {
    return this == EVENT
        ? EventEngine.simulateUncut(layer, array, hardware)
        : TickEngine.simulateUncut(layer, operands(layer, hardware), array, hardware).timing();
  }

  private static ConvolutionOperands operands(
      LayerWorkload.Convolution layer, HardwareConfig hardware) {
    return RandomOperands.of(layer, hardware.precision().weightEncoding(), new Random(1));
  }
}
