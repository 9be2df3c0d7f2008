package dev.twobit.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.Window;
import dev.twobit.simulator.array.FeasibleTilings;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.workload.ChannelParameters;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is steady is skipped, and that changes nothing: layers with many stripes and kernel groups,
 * larger than the clocked engine is held against, timed stripe by stripe (as a trace is) and not.
 */
@Tag("slow")
class SteadyStateTest {
  private static final List<String> ARRAYS =
      List.of("nvdla-small-w8a8", "nvdla-small-w2a2", "nvdla-small-256-w8a8", "nvdla-large-w2a2");

  static IntStream seeds() {
    return IntStream.range(0, 120);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void skippingChangesNothing(int seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    LayerWorkload.Convolution layer = layer(random);
    HardwareConfig hardware = HardwareCatalog.load(ARRAYS.get(seed % ARRAYS.size()));
    List<Tiling> tilings = FeasibleTilings.of(layer, hardware);
    for (int i = 0; i < 4; i++) {
      Tiling tiling = tilings.get(random.nextInt(tilings.size()));
      assertThat(EventEngine.simulate(layer, tiling, hardware).cycles().total())
          .as("seed %d, %s, %s", seed, layer, tiling)
          .isEqualTo(EngineTrace.of(layer, tiling, hardware, 2).cycles());
    }
  }

  private static LayerWorkload.Convolution layer(Random random) {
    int kernel = 1 + 2 * random.nextInt(2);
    Window window = Window.square(kernel, 1 + random.nextInt(2), kernel / 2);
    int height = 4 + random.nextInt(40);
    int width = 4 + random.nextInt(40);
    return new LayerWorkload.Convolution(
        "large",
        "Convolution",
        new FeatureMap(1 + random.nextInt(128), height, width),
        new FeatureMap(
            1 + random.nextInt(700), window.outputHeight(height), window.outputWidth(width)),
        new LayerWorkload.Kernels(window, 1, random.nextBoolean() ? 2 : 8),
        new LayerWorkload.Activations(
            random.nextBoolean() ? 2 : 8,
            false,
            random.nextBoolean() ? List.of(2, 8) : List.of(random.nextBoolean() ? 2 : 8),
            random.nextInt(3) == 0 ? List.of(8) : List.of(),
            new ChannelParameters(random.nextInt(30), random.nextInt(8))));
  }
}
