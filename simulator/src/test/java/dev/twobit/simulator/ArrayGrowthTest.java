package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HardwareOverride;
import dev.twobit.hardware.HardwareSettings;
import dev.twobit.network.Window;
import dev.twobit.simulator.ArrayGrowth.Slowdown;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrayGrowthTest {
  /** rtl.csv: 5x5, C8, K8, 3x3 without padding takes 507 clocks on nv_small, 524 on nv_large. */
  private static final LayerWorkload SMALL_PLANE =
      new LayerWorkload.Convolution(
          "c",
          "Convolution",
          new FeatureMap(8, 5, 5),
          new FeatureMap(8, 3, 3),
          new LayerWorkload.Kernels(Window.square(3, 1, 0), 1, 8),
          new LayerWorkload.Activations(8, false, List.of(8), List.of()));

  private static HardwareConfig hardware(String name, String... settings) {
    return HardwareSettings.apply(
            name, Arrays.stream(settings).map(HardwareOverride::parse).toList())
        .hardware();
  }

  private static NetworkSimulation on(HardwareConfig hardware) {
    return new NetworkSimulation(
        "net", hardware, List.of(Simulator.simulateLayer(SMALL_PLANE, hardware)));
  }

  @Test
  void theRtlsOwnCaseIsNamedWithItsRule() {
    HardwareConfig small =
        hardware("nvdla-small-w8a8", "memory.cyclesPerBeat=2", "memory.readLatencyCycles=32");
    HardwareConfig large =
        hardware("nvdla-large-w8a8", "memory.cyclesPerBeat=2", "memory.readLatencyCycles=32");

    assertThat(ArrayGrowth.isLarger(small, large)).isTrue();
    assertThat(ArrayGrowth.isLarger(large, small)).isFalse();
    Slowdown slowdown = ArrayGrowth.slowdown(on(small), on(large)).orElseThrow();
    assertThat(slowdown.smallerCycles()).isEqualTo(507);
    assertThat(slowdown.largerCycles()).isEqualTo(524);
    assertThat(slowdown.slowerLayers()).isEqualTo(1);
    assertThat(slowdown.rule())
        .startsWith("fill/drain clocks ")
        .endsWith(
            ": an operation holds the array at least atomicKernels clocks, 32 instead of 9, and the"
                + " layer has only 9 positions");
    assertThat(ArrayGrowth.slowdown(on(large), on(small))).isEmpty();
  }

  @Test
  void arraysOfOtherKindsAreNotCompared() {
    assertThat(ArrayGrowth.isLarger(hardware("nvdla-small-w8a8"), hardware("nvdla-large-w2a2")))
        .isFalse();
    assertThat(ArrayGrowth.isLarger(hardware("nvdla-small-w8a8"), hardware("edge-tpu-w8a8")))
        .isFalse();
    assertThat(
            ArrayGrowth.isLarger(
                hardware("edge-tpu-w8a8", "array.rows=32"), hardware("edge-tpu-w8a8")))
        .isTrue();
  }
}
