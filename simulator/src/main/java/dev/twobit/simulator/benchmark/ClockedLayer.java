package dev.twobit.simulator.benchmark;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.Extent;
import dev.twobit.network.Padding;
import dev.twobit.network.Window;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.tick.TickEngine;
import dev.twobit.simulator.verification.RandomOperands;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;
import java.util.Random;

/** A 3x3 convolution of 8-bit operands, at random, for the clocked engine. */
final class ClockedLayer {
  private static final int BITS = 8;

  private final LayerWorkload.Convolution layer;
  private final ConvolutionOperands operands;
  private final Tiling tiling;
  private final HardwareConfig hardware;

  /**
   * @param size rows and columns of input and output; {@code channels} of both
   */
  ClockedLayer(int channels, int size, HardwareConfig hardware) {
    this.layer =
        new LayerWorkload.Convolution(
            "3x3",
            "Convolution",
            new FeatureMap(channels, size, size),
            new FeatureMap(channels, size, size),
            new LayerWorkload.Kernels(
                new Window(
                    new Extent(3, 3), new Extent(1, 1), new Extent(1, 1), new Padding(1, 1, 1, 1)),
                1,
                BITS),
            new LayerWorkload.Activations(BITS, false, List.of(BITS), List.of()));
    this.operands = RandomOperands.of(layer, hardware.precision().weightEncoding(), new Random(1));
    this.tiling = EventEngine.tiling(layer, hardware);
    this.hardware = hardware;
  }

  /** Simulates it; the clocks that it took on the accelerator. */
  long run() {
    return TickEngine.simulate(layer, tiling, operands, hardware).clocks();
  }

  String describe() {
    return "3x3 convolution, %d to %d channels, %dx%d positions, %dx%d bits"
        .formatted(
            layer.inputChannels(),
            layer.outputChannels(),
            layer.outputHeight(),
            layer.outputWidth(),
            BITS,
            BITS);
  }
}
