package dev.twobit.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.Window;
import dev.twobit.simulator.LayerSimulation;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No layer is faster than its array's peak or its memory's bandwidth, whatever its shape. */
@Tag("slow")
class RooflineBoundTest {
  private static final int LAYERS = 300;

  static Stream<String> everyHardware() {
    return HardwareCatalog.names().stream();
  }

  @ParameterizedTest
  @MethodSource("everyHardware")
  void everyLayerStaysUnderItsRoof(String name) {
    HardwareConfig hardware = HardwareCatalog.load(name);
    Random random = new Random(7);
    List<LayerSimulation> layers = new ArrayList<>();
    for (int i = 0; i < LAYERS; i++) {
      layers.add(Simulator.simulateLayer(randomLayer(random, i), hardware));
    }
    SimulationResult result =
        SimulationResult.of(new NetworkSimulation("random", hardware, layers));
    for (LayerResult layer : result.layers()) {
      LayerResult.RooflinePoint point = layer.roofline().orElseThrow();
      assertThat(point.attainedMacsPerCycle())
          .as("%s %s %s", layer.shape(), layer.precision(), layer.cycles())
          .isLessThanOrEqualTo(1.000001 * peak(result, layer))
          .isLessThanOrEqualTo(
              1.000001 * point.operationalIntensityMacsPerByte() * result.bandwidthBytesPerCycle());
    }
  }

  private static double peak(SimulationResult result, LayerResult layer) {
    return result.roofs().stream()
        .filter(roof -> roof.precision().equals(layer.precision()))
        .findFirst()
        .orElseThrow()
        .peakMacsPerCycle();
  }

  private static LayerWorkload.Convolution randomLayer(Random random, int number) {
    int kernel = random.nextBoolean() ? 3 : 1;
    int size = 1 + random.nextInt(40);
    int bits = random.nextInt(4) == 0 ? 8 : 2;
    return new LayerWorkload.Convolution(
        "layer" + number,
        "Convolution",
        new FeatureMap(1 + random.nextInt(300), size, size),
        new FeatureMap(1 + random.nextInt(300), size, size),
        new LayerWorkload.Kernels(Window.square(kernel, 1, kernel / 2), 1, bits),
        new LayerWorkload.Activations(
            bits,
            false,
            random.nextBoolean() ? List.of(2) : List.of(2, 8),
            random.nextInt(3) == 0 ? List.of(8) : List.of()));
  }
}
