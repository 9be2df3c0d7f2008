package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.ModelZoo.Model;
import dev.twobit.network.Network;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.BitRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the parts of a network take is what it takes. */
class RoleShareTest {
  private static List<RoleShare> shares(Network network, BitPlan plan, HardwareConfig hardware) {
    PrecisionPlan bits = PrecisionPlan.deployed(network, plan);
    NetworkSimulation simulation = Simulator.simulate(network, bits, hardware);
    List<RoleShare> shares = RoleShare.of(network, bits, simulation);
    assertThat(shares.stream().mapToLong(RoleShare::latencyCycles).sum())
        .isEqualTo(simulation.latencyCycles());
    assertThat(shares.stream().mapToLong(RoleShare::macs).sum())
        .isEqualTo(simulation.layers().stream().mapToLong(LayerSimulation::batchMacs).sum());
    assertThat(shares.stream().mapToLong(RoleShare::dramBytes).sum())
        .isEqualTo(simulation.activity().dramReadBytes() + simulation.activity().dramWriteBytes());
    assertThat(shares.stream().mapToDouble(RoleShare::picojoules).sum())
        .isCloseTo(simulation.energy().totalPicojoules(), within(1.0));
    assertThat(shares.stream().mapToInt(RoleShare::steps).sum())
        .isEqualTo(simulation.layers().size());
    assertThat(shares.stream().mapToDouble(s -> s.shares().latencyCycles()).sum())
        .isCloseTo(1, within(1e-9));
    return shares;
  }

  @ParameterizedTest
  @CsvSource({"resnet8, 32", "mobilenet-v2, 64", "squeezenet, 64", "vgg16, 32"})
  void partsAddUpToTheNetwork(String key, int size) {
    Network network = ModelZoo.architecture(Model.of(key), size);
    for (String hardware :
        List.of("toy-8x8-w2a2", "edge-tpu-w2a2", "nvdla-large-spreadsheet-w8a8")) {
      shares(network, BitPlan.uniform(2, 4), HardwareCatalog.load(hardware));
    }
  }

  /** ResNet-8: stem, classifier, two shortcuts, six inner ones; of the rest, by their operators. */
  @Test
  void everyLayerIsOfItsPart() {
    Network network = ModelZoo.architecture(Model.RESNET8, 32);
    BitPlan plan =
        BitPlan.uniform(2, 8)
            .with(
                Stream.of("stage1.*=4", "stage2.block1.a.conv=2x3")
                    .map(rule -> BitRule.parse("", rule))
                    .toList());
    List<RoleShare> shares = shares(network, plan, HardwareCatalog.load("nvdla-small-w2a2"));
    assertThat(shares)
        .filteredOn(s -> s.macs() > 0)
        .extracting(RoleShare::role, RoleShare::steps)
        .containsExactly(
            tuple("inner", 6), tuple("first", 1), tuple("last", 1), tuple("shortcut", 2));
    assertThat(shares.get(0).precision()).containsExactly("2x2", "2x3", "4x4");
    assertThat(shares.get(1).precision()).containsExactly("8x8");
    assertThat(shares)
        .filteredOn(s -> s.macs() == 0)
        .extracting(RoleShare::role)
        .containsExactly("residual");
  }
}
