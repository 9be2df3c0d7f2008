package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.simulator.array.BankSplit;
import dev.twobit.simulator.array.FeasibleTilings;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.workload.LayerWorkload.Convolution;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GivenUpPassesTest {
  private static final Network NETWORK =
      NetworkCanonicalizer.canonical(ModelZoo.build(ModelZoo.Model.of("resnet8"), 3, 10, 1));

  /** A pass that is given up could not have been faster; one that is not ends when it ends. */
  @ParameterizedTest
  @ValueSource(strings = {"nvdla-small-w2a2", "nvdla-large-w8a8"})
  void aPassIsGivenUpOnlyIfItIsNotDoneBefore(String name) {
    HardwareConfig hardware = HardwareCatalog.load(name);
    LaunchedLayers layers = new LaunchedLayers(hardware);
    LaunchPlans plans = new LaunchPlans(hardware, layers);
    int compared = 0;
    for (LoweredLayer step :
        WorkloadLowering.lower(
            NETWORK, PrecisionPlan.uniform(NETWORK, 2, 8), Addressing.of(hardware.memory()))) {
      if (step.workload() instanceof Convolution c) {
        for (Tiling tiling : FeasibleTilings.of(c, hardware).stream().limit(40).toList()) {
          for (BankSplit banks : plans.splits(c, tiling)) {
            LaunchedLayers.Plan plan = new LaunchedLayers.Plan(c, tiling, banks);
            long end = layers.pass(layers.idle(), plan).end();
            assertThat(layers.endBelow(layers.idle(), plan, end + 1))
                .isEqualTo(OptionalLong.of(end));
            assertThat(layers.endBelow(layers.idle(), plan, end)).isEmpty();
            compared++;
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(100);
  }
}
