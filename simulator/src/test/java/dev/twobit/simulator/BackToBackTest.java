package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BackToBackTest {
  private static final Network NETWORK =
      NetworkCanonicalizer.canonical(ModelZoo.build(ModelZoo.Model.of("resnet8"), 3, 10, 1));

  static List<String> accelerators() {
    return List.of("nvdla-small-w2a2", "nvdla-large-w8a8", "edge-tpu-w2a2", "coral-edge-tpu-w8a8");
  }

  @ParameterizedTest
  @MethodSource("accelerators")
  void withNeitherItIsTheSumOfLayersAlone(String name) {
    WholeNetwork whole = run(name, false, false);

    assertThat(whole.latencyCycles()).isEqualTo(alone(name, false, false).latencyCycles());
    assertThat(whole.tensorsKept()).isZero();
    assertThat(whole.prefetchedWeightBytes()).isZero();
  }

  @ParameterizedTest
  @MethodSource("accelerators")
  void weightsThatComeAheadSaveClocksButNoBytes(String name) {
    WholeNetwork cold = run(name, false, false);
    WholeNetwork whole = run(name, false, true);

    assertThat(whole.prefetchedWeightBytes()).isPositive();
    assertThat(whole.latencyCycles()).isLessThan(cold.latencyCycles());
  }

  /** A tensor that stays is neither written nor read: at the least its bytes twice. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("accelerators")
  void tensorsThatStaySaveClocksAndBytes(String name) {
    WholeNetwork cold = run(name, false, false);
    WholeNetwork whole = run(name, true, false);

    assertThat(whole.tensorsKept()).isPositive();
    assertThat(whole.latencyCycles()).isLessThan(cold.latencyCycles());
    assertThat(whole.dramBytes()).isLessThan(cold.dramBytes());
    assertThat(whole.energyPicojoules()).isLessThan(cold.energyPicojoules());
  }

  private static WholeNetwork run(String name, boolean keeps, boolean prefetches) {
    NetworkSimulation alone = alone(name, keeps, prefetches);
    return Simulator.backToBack(NETWORK, PrecisionPlan.uniform(NETWORK, 2, 8), alone);
  }

  private static NetworkSimulation alone(String name, boolean keeps, boolean prefetches) {
    HardwareConfig h = HardwareCatalog.load(name);
    HardwareConfig hardware =
        h.with(new BufferConfig(h.buffer().banks(), h.buffer().bankBytes(), keeps, prefetches));
    return Simulator.simulate(NETWORK, PrecisionPlan.uniform(NETWORK, 2, 8), hardware);
  }
}
