package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.hardware.MemoryConfig.Overlap;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.ModelZoo.Model;
import dev.twobit.network.Network;
import dev.twobit.network.Window;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code memory.overlap: spreadsheet} counts, and that the key matters. */
class SpreadsheetModeTest {
  private static final HardwareConfig SHEET = HardwareCatalog.load("nvdla-large-spreadsheet-w8a8");

  /** The larger of both times to the clock, from counts alone. */
  @Test
  void aLayerTakesTheLargerOfMemoryAndMacTime() {
    LayerSimulation macBound = Simulator.simulateLayer(layer(256, 28, 256, 3, 1), SHEET);
    // 256/64 x 256/32 x 3 x 3 x 28 x 28 clocks.
    assertThat(macBound.latencyCycles()).isEqualTo(4L * 8 * 9 * 784);
    assertThat(macBound.timing().activity().nativeMacs()).isEqualTo(256L * 256 * 9 * 784);
    LayerSimulation memoryBound = Simulator.simulateLayer(layer(2048, 1, 1000, 1, 1), SHEET);
    long bytes = 2048 + 2_048_000 + 1024;
    assertThat(memoryBound.timing().activity().dramReadBytes()).isEqualTo(2048 + 2_048_000);
    assertThat(memoryBound.latencyCycles()).isEqualTo((long) Math.ceil(bytes / 32 * 1.5625));
    assertThat(memoryBound.timing().cycles().macActive()).isEqualTo(32 * 32);
  }

  /** 28 KB of input rows and 512 KB of weights do not fit 512 KB: two parts, the input twice. */
  @Test
  void whatDoesNotFitIsReadAgain() {
    LayerWorkload.Convolution strided = layer(256, 56, 512, 1, 2);
    Activity activity = Simulator.simulateLayer(strided, SHEET).timing().activity();
    assertThat(activity.dramReadBytes()).isEqualTo((2 * 784 + 512) * 1024);
    assertThat(activity.dramHaloBytes()).isEqualTo(784 * 1024);
    LayerSimulation large =
        Simulator.simulateLayer(strided, with(64, 32_768, 1.5625, Overlap.SPREADSHEET));
    assertThat(large.timing().activity().dramHaloBytes()).isZero();
  }

  @Test
  void theKeyMatters() {
    LayerWorkload.Convolution layer = layer(64, 56, 64, 1, 1);
    assertThat(cycles(layer, with(16, 32_768, 1.5625, Overlap.RTL)))
        .isGreaterThan(cycles(layer, SHEET));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void moreBufferMoreBandwidthAndFewerChannelsNeverCost(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      int in = 2 + random.nextInt(700);
      int out = 2 + random.nextInt(700);
      LayerWorkload.Convolution layer =
          layer(in, 1 + random.nextInt(60), out, 1 + random.nextInt(3), 1 + random.nextInt(2));
      int banks = 2 + random.nextInt(31);
      HardwareConfig hardware = with(banks, 8192, 2, Overlap.SPREADSHEET);
      HardwareConfig larger = with(banks + 1 + random.nextInt(8), 8192, 2, Overlap.SPREADSHEET);
      HardwareConfig faster = with(banks, 8192, 1.5, Overlap.SPREADSHEET);
      long cycles = cycles(layer, hardware);
      String what = "seed " + seed + ": " + layer + " " + banks;
      assertThat(cycles(layer, larger)).as(what).isLessThanOrEqualTo(cycles);
      assertThat(cycles(layer, faster)).as(what).isLessThanOrEqualTo(cycles);
      assertThat(cycles(layer.withChannels(in - 1, out), hardware))
          .as(what)
          .isLessThanOrEqualTo(cycles);
      assertThat(cycles(layer.withChannels(in, out - 1), hardware))
          .as(what)
          .isLessThanOrEqualTo(cycles);
    }
  }

  /** Sums of layers, MACs of the network, pooling in passing. */
  @Test
  void countsOfANetworkAddUp() {
    Network network = ModelZoo.architecture(Model.RESNET50_V1, 224);
    NetworkSimulation s = Simulator.simulate(network, PrecisionPlan.uniform(network, 8, 8), SHEET);
    assertThat(s.activity().nativeMacs()).isEqualTo(3_857_973_248L);
    assertThat(s.layers())
        .filteredOn(l -> l.workload() instanceof LayerWorkload.PostProcessing)
        .hasSize(2)
        .allSatisfy(l -> assertThat(l.latencyCycles()).isZero());
    Activity stem = s.layers().get(0).timing().activity();
    assertThat(stem.dramReadBytes()).isEqualTo((196 + 16) * 1024);
    assertThat(stem.dramWriteBytes()).isEqualTo(196 * 1024);
    assertThat(s.latencyCycles())
        .isEqualTo(s.layers().stream().mapToLong(LayerSimulation::latencyCycles).sum());
  }

  private static long cycles(LayerWorkload layer, HardwareConfig hardware) {
    return Simulator.simulateLayer(layer, hardware).latencyCycles();
  }

  private static LayerWorkload.Convolution layer(
      int in, int size, int out, int kernel, int stride) {
    Window window = Window.square(kernel, stride, kernel / 2);
    return new LayerWorkload.Convolution(
        "layer",
        "Convolution",
        new FeatureMap(in, size, size),
        new FeatureMap(out, window.outputHeight(size), window.outputWidth(size)),
        new LayerWorkload.Kernels(window, 1, 8),
        new LayerWorkload.Activations(8, false, List.of(8), List.of()));
  }

  private static HardwareConfig with(
      int banks, int bankBytes, double cyclesPerBeat, Overlap overlap) {
    return SHEET
        .with(new BufferConfig(banks, bankBytes))
        .with(new MemoryConfig(32, cyclesPerBeat, 32, 32, overlap));
  }
}
