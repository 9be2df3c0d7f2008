package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.ArrayConfig.GroupPacking;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HostLink;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.ModelZoo.Model;
import dev.twobit.network.Network;
import dev.twobit.network.Window;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The link to the host, and groups side by side on a systolic array. */
class HostLinkTest {
  private static final HardwareConfig CORAL = HardwareCatalog.load("coral-edge-tpu-w8a8");

  /** 25,502,912 weights of ResNet-50, 8 MiB of them on chip; 3 x 224 x 224 in, 1000 out. */
  @Test
  void whatDoesNotFitAndImagesCrossTheLink() {
    NetworkSimulation s = simulate(CORAL);
    HostLinkTiming link = s.hostLink();
    assertThat(link.weightBytes()).isEqualTo(25_502_912);
    assertThat(link.streamedWeightBytes()).isEqualTo(25_502_912 - 8_388_608);
    assertThat(link.transferBytes()).isEqualTo(3 * 224 * 224 + 1000);
    assertThat(link.streamMilliseconds()).isCloseTo(17_114_304 / 500e3, within(1e-12));
    assertThat(link.transferMilliseconds()).isCloseTo(151_528 / 500e3, within(1e-12));
    assertThat(s.inferenceMilliseconds())
        .isCloseTo(
            s.latencyMilliseconds()
                + link.hostMilliseconds()
                + link.streamMilliseconds()
                + link.transferMilliseconds(),
            within(1e-12));
  }

  @Test
  void withoutALinkNothingIsAdded() {
    NetworkSimulation s = simulate(HardwareCatalog.load("edge-tpu-w8a8"));
    assertThat(s.hostLink()).isEqualTo(HostLinkTiming.NONE);
    assertThat(s.inferenceMilliseconds()).isEqualTo(s.latencyMilliseconds());
    assertThat(simulate(CORAL).cycles()).isEqualTo(s.cycles());
  }

  @Test
  void eachKeyOfTheLinkMatters() {
    double given = simulate(CORAL).inferenceMilliseconds();
    assertThat(inference(new HostLink(600, 1506, 8_388_608))).isLessThan(given);
    assertThat(inference(new HostLink(500, 1500, 8_388_608))).isLessThan(given);
    assertThat(inference(new HostLink(500, 1506, 9_000_000))).isLessThan(given);
  }

  /**
   * 64 rows hold seven 3x3 windows; the array works as on groups of seven channels, and the
   * products of the depthwise layer alone are counted.
   */
  @ParameterizedTest
  @CsvSource({"32, 5", "512, 74", "7, 1", "8, 2"})
  void depthwiseLayersLieOnTheDiagonal(int channels, int bundles) {
    LayerWorkload.Convolution depthwise = convolution(channels, channels);
    LayerSimulation packed = Simulator.simulateLayer(depthwise, CORAL);
    LayerWorkload.Convolution dense = convolution(7 * bundles, bundles);
    assertThat(packed.timing().cycles()).isEqualTo(EventEngine.simulate(dense, CORAL).cycles());
    assertThat(packed.timing().activity().nativeMacs()).isEqualTo(depthwise.macs());
    assertThat(packed.timing().macUtilization())
        .isCloseTo(depthwise.macs() / (4096.0 * packed.latencyCycles()), within(1e-9));
    assertThat(packed.latencyCycles())
        .isLessThan(Simulator.simulateLayer(depthwise, oneByOne()).latencyCycles());
  }

  private static LayerWorkload.Convolution convolution(int channels, int groups) {
    return new LayerWorkload.Convolution(
        "layer",
        "Convolution",
        new FeatureMap(channels, 28, 28),
        new FeatureMap(channels, 28, 28),
        new LayerWorkload.Kernels(Window.square(3, 1, 1), groups, 8),
        new LayerWorkload.Activations(8, false, List.of(8), List.of()));
  }

  private static NetworkSimulation simulate(HardwareConfig hardware) {
    Network network = ModelZoo.architecture(Model.RESNET50_V1, 224);
    return Simulator.simulate(network, PrecisionPlan.uniform(network, 8, 8), hardware);
  }

  private static double inference(HostLink link) {
    return simulate(with((ArrayConfig.Systolic) CORAL.array(), link)).inferenceMilliseconds();
  }

  private static HardwareConfig oneByOne() {
    ArrayConfig.Systolic a = (ArrayConfig.Systolic) CORAL.array();
    GroupPacking none = GroupPacking.NONE;
    return with(
        new ArrayConfig.Systolic(a.rows(), a.columns(), a.dataflow(), a.foldOverlap(), none),
        CORAL.hostLink());
  }

  private static HardwareConfig with(ArrayConfig.Systolic array, HostLink link) {
    return CORAL.with(array).with(link);
  }
}
