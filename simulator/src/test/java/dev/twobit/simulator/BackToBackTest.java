package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.simulator.workload.CycleBreakdown;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BackToBackTest {
  private static final Network NETWORK =
      NetworkCanonicalizer.canonical(ModelZoo.build(ModelZoo.Model.of("resnet8"), 3, 10, 1));

  static List<String> accelerators() {
    return List.of("nvdla-small-w2a2", "nvdla-large-w8a8", "edge-tpu-w2a2", "coral-edge-tpu-w8a8");
  }

  static List<String> systolic() {
    return List.of("edge-tpu-w2a2", "coral-edge-tpu-w8a8");
  }

  static List<String> dotProduct() {
    return List.of("nvdla-small-w2a2", "nvdla-small-256-w8a8", "nvdla-large-w8a8");
  }

  @ParameterizedTest
  @MethodSource("systolic")
  void withNeitherItIsTheSumOfLayersAlone(String name) {
    WholeNetwork whole = run(name, false, false);

    assertThat(whole.latencyCycles()).isEqualTo(alone(name, false, false).latencyCycles());
    assertThat(whole.tensorsKept()).isZero();
    assertThat(whole.prefetchedWeightBytes()).isZero();
  }

  /** Registers written ahead save clocks where neither does; no layer is counted longer for it. */
  @ParameterizedTest
  @MethodSource("dotProduct")
  void operationsThatFollowEachOtherAreNoSlowerThanAlone(String name) {
    NetworkSimulation alone = alone(name, false, false);
    WholeNetwork whole = run(name, false, false);

    assertThat(whole.latencyCycles()).isLessThan(alone.latencyCycles());
    assertThat(whole.tensorsKept()).isZero();
    assertThat(whole.prefetchedWeightBytes()).isZero();
    for (LayerSimulation layer : whole.layers()) {
      CycleBreakdown cycles = layer.batchCycles();
      assertThat(
              Stream.of(
                  cycles.macActive(),
                  cycles.fillDrain(),
                  cycles.outputBound(),
                  cycles.load(),
                  cycles.memoryStall()))
          .allSatisfy(part -> assertThat(part).isNotNegative());
    }
    // Every multiplication is done, however its layer is cut.
    assertThat(whole.layers().stream().mapToLong(LayerSimulation::batchMacs).sum())
        .isEqualTo(alone.layers().stream().mapToLong(LayerSimulation::batchMacs).sum());
  }

  /** A shortcut and the branch beside it read the same tensor: neither waits for the other. */
  @Test
  void stepsThatReadNothingOfTheOneBeforeDoNotWait() {
    List<LoweredLayer> steps =
        WorkloadLowering.lower(
            NETWORK,
            PrecisionPlan.uniform(NETWORK, 2, 8),
            Addressing.of(HardwareCatalog.load("nvdla-small-w2a2").memory()));
    List<Boolean> waits = ChainedStep.nextWaits(NETWORK, steps);
    for (int i = 0; i + 1 < steps.size(); i++) {
      if (!waits.get(i)) {
        assertThat(steps.get(i + 1).inputTensors()).doesNotContain(steps.get(i).outputTensor());
      }
      if (steps.get(i + 1).inputTensors().contains(steps.get(i).outputTensor())) {
        assertThat(waits.get(i)).isTrue();
      }
    }
    assertThat(waits.stream().filter(w -> !w)).hasSizeBetween(1, 4);
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
  @MethodSource("systolic")
  void tensorsThatStaySaveClocksAndBytes(String name) {
    WholeNetwork cold = run(name, false, false);
    WholeNetwork whole = run(name, true, false);

    assertThat(whole.tensorsKept()).isPositive();
    assertThat(whole.latencyCycles()).isLessThan(cold.latencyCycles());
    assertThat(whole.dramBytes()).isLessThan(cold.dramBytes());
    assertThat(whole.energyPicojoules()).isLessThan(cold.energyPicojoules());
  }

  /** A tensor stays where that is faster than bands that follow each other, and never else. */
  @ParameterizedTest
  @MethodSource("dotProduct")
  void keepingNeverCostsClocks(String name) {
    WholeNetwork left = run(name, false, false);
    WholeNetwork kept = run(name, true, false);

    assertThat(kept.latencyCycles()).isLessThanOrEqualTo(left.latencyCycles());
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
