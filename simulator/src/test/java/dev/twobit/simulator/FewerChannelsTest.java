package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.network.Window;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * At fixed geometry fewer channels never cost more, on every accelerator that comes with twobit.
 */
@Tag("slow")
class FewerChannelsTest {

  /** 777: a smaller layer's weights once lay less luckily in the memory's beats. */
  static IntStream seeds() {
    return IntStream.concat(IntStream.range(0, 150), IntStream.of(777));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void neverTakeMoreCycles(int seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    List<String> names = HardwareCatalog.names();
    HardwareConfig hardware = HardwareCatalog.load(names.get(random.nextInt(names.size())));
    LayerWorkload.Convolution layer = layer(random);
    if (hardware.memory().overlap() != MemoryConfig.Overlap.RTL) {
      return;
    }
    long cycles = cycles(layer, hardware);
    int in = layer.inputChannels();
    int out = layer.outputChannels();
    for (int fewer : List.of(1, 1 + random.nextInt(in))) {
      assertThat(cycles(layer.withChannels(Math.max(1, in - fewer), out), hardware))
          .as("seed %d: %d fewer input channels of %s on %s", seed, fewer, layer, hardware.name())
          .isLessThanOrEqualTo(cycles);
    }
    for (int fewer : List.of(1, 1 + random.nextInt(out))) {
      assertThat(cycles(layer.withChannels(in, Math.max(1, out - fewer)), hardware))
          .as("seed %d: %d fewer output channels of %s on %s", seed, fewer, layer, hardware.name())
          .isLessThanOrEqualTo(cycles);
    }
  }

  private static long cycles(LayerWorkload layer, HardwareConfig hardware) {
    return EventEngine.simulate(layer, hardware).cycles().total();
  }

  /** With a fused add every other time: its operands share the port with the weights. */
  private static LayerWorkload.Convolution layer(Random random) {
    int kernel = 1 + random.nextInt(5);
    int extent = kernel + random.nextInt(random.nextInt(3) == 0 ? 10 : 40);
    int stride = 1 + random.nextInt(3);
    Window window = Window.square(kernel, stride, random.nextInt(kernel / 2 + 1));
    int bits = random.nextBoolean() ? 2 : 8;
    int most = random.nextInt(3) == 0 ? 24 : 200;
    return new LayerWorkload.Convolution(
        "random",
        "Convolution",
        new FeatureMap(1 + random.nextInt(most), extent, extent),
        new FeatureMap(
            1 + random.nextInt(most), window.outputHeight(extent), window.outputWidth(extent)),
        new LayerWorkload.Kernels(window, 1, bits),
        new LayerWorkload.Activations(
            bits,
            false,
            random.nextBoolean() ? List.of(2, 8) : List.of(2),
            random.nextInt(2) == 0 ? List.of(8) : List.of()));
  }
}
