package dev.twobit.simulator.validation;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.array.FeasibleTilings;
import dev.twobit.simulator.array.Launch;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.engine.DotProductChain;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.LaunchTimes;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.engine.tick.TickEngine;
import dev.twobit.simulator.verification.RandomOperands;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;
import java.util.Random;

/** Which engine is held against given figures. */
public enum Engine {
  /** Events and steady states. */
  EVENT,
  /** Every clock, on random operands. */
  TICK;

  /** One launch of the hardware: no cut that the buffer does not demand. */
  LayerTiming timeUncut(LayerWorkload.Convolution layer, HardwareConfig hardware) {
    Tiling tiling = FeasibleTilings.uncut(layer, hardware);
    return this == EVENT
        ? EventEngine.simulate(layer, tiling, hardware)
        : TickEngine.simulate(layer, tiling, operands(layer, hardware), hardware).timing();
  }

  /** Operations back to back. */
  List<LaunchTimes> timeChain(List<Launch> launches, HardwareConfig hardware) {
    return this == EVENT
        ? DotProductChain.run(launches, hardware)
        : TickEngine.chain(
                launches,
                launches.stream().map(l -> operands(l.layer(), hardware)).toList(),
                hardware)
            .times();
  }

  private static ConvolutionOperands operands(
      LayerWorkload.Convolution layer, HardwareConfig hardware) {
    return RandomOperands.of(layer, hardware.precision().weightEncoding(), new Random(1));
  }
}
