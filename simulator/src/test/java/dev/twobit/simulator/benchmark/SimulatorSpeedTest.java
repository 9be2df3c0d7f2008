package dev.twobit.simulator.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.simulator.Simulator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class SimulatorSpeedTest {
  /**
   * What is timed is the whole search for tilings: figures of before it was made faster, but for
   * the dot-product arrays', whose fetch unit has become the RTL's since and whose post-processor
   * reads parameters.
   */
  @ParameterizedTest
  @CsvSource({
    "nvdla-small-w8a8,102571900",
    "nvdla-small-w2a2,62297116",
    "nvdla-large-w2a2,3583311",
    "edge-tpu-w2a2,1359672"
  })
  void resNet50TakesTheCyclesItTookBeforeItWasMadeFaster(String name, long latencyCycles) {
    HardwareConfig hardware = HardwareCatalog.load(name);
    Network network = SimulatorSpeed.resNet50();
    assertThat(
            Simulator.simulate(network, SimulatorSpeed.plan(network, hardware), hardware)
                .latencyCycles())
        .isEqualTo(latencyCycles);
  }

  @Test
  void aTableHasEveryLayerAtEveryPairOfWidths() {
    Network network =
        NetworkCanonicalizer.canonical(ModelZoo.build(ModelZoo.Model.of("resnet8"), 3, 10, 32, 1));
    HardwareConfig hardware = HardwareCatalog.load("nvdla-small-w2a2");
    WidthTable table = WidthTable.of(network, SimulatorSpeed.plan(network, hardware), hardware);
    int layers =
        Simulator.simulate(network, SimulatorSpeed.plan(network, hardware), hardware)
            .layers()
            .size();
    assertThat(table.entries()).isEqualTo(layers * WidthTable.WIDTHS * WidthTable.WIDTHS);
    assertThat(table.simulated()).isBetween(WidthTable.WIDTHS, table.entries());
    assertThat(table.latencyCyclesSum()).isGreaterThan(table.entries());
    assertThat(table)
        .isEqualTo(WidthTable.of(network, SimulatorSpeed.plan(network, hardware), hardware, 3));
  }

  @Test
  void workIsRunAsOftenAsSaid() {
    int[] runs = {0};
    Durations durations = Durations.of(3, 4, () -> runs[0]++);
    assertThat(runs[0]).isEqualTo(7);
    assertThat(durations.runs()).isEqualTo(4);
    assertThat(durations.fastestMilliseconds()).isBetween(0.0, durations.medianMilliseconds());
    assertThatThrownBy(() -> Durations.of(0, 0, () -> {}))
        .hasMessage("runs: found 0, expected at least 1");
  }
}
