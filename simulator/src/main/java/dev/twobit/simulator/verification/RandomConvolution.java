package dev.twobit.simulator.verification;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.Random;

/**
 * A convolution with its integers and an accelerator, all drawn from one seed: any shape, stride,
 * asymmetric padding, dilation, grouping, either weight encoding, 1 to 8 bits, any array.
 */
public record RandomConvolution(
    long seed,
    LayerWorkload.Convolution layer,
    ConvolutionOperands operands,
    HardwareConfig hardware) {
  /** Layers of more clocks are not drawn. */
  private static final long MOST_CLOCKS = 10_000;

  public static RandomConvolution draw(long seed) {
    // Not those that engines are compared on; first draws from neighbouring seeds are alike.
    Random random = new Random(~seed * 0x9E3779B97F4A7C15L);
    while (true) {
      HardwareConfig hardware = RandomHardware.draw(random);
      LayerWorkload.Convolution layer = RandomLayer.convolution(random);
      if (EventEngine.simulate(layer, hardware).cycles().total() <= MOST_CLOCKS) {
        return new RandomConvolution(
            seed,
            layer,
            RandomOperands.of(layer, hardware.precision().weightEncoding(), random),
            hardware);
      }
    }
  }
}
