package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
  private static final Network NETWORK = SimulatorTest.block();

  private static NetworkSimulation simulate(String hardware, int batch) {
    return Simulator.simulate(
        NETWORK, PrecisionPlan.uniform(NETWORK, 2, 8), HardwareCatalog.load(hardware), batch);
  }

  /** 1024 features of 8 bits an image, 10 x 1024 weights of 8 bits once, 2 atoms of results. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 31})
  void aFullyConnectedLayerReadsItsWeightsOnce(int batch) {
    LayerSimulation fc = simulate("nvdla-small-w8a8", batch).layers().get(3);
    assertThat(fc.workload().name()).isEqualTo("fc");
    // Multiplier, shift and offset of each of its channels, whole beats for eight of them and two.
    long parameters = 56 + 16;
    assertThat(fc.batchActivity().dramReadBytes())
        .isEqualTo(10 * 1024 + batch * 1024L + parameters);
    assertThat(fc.batchActivity().dramWriteBytes()).isEqualTo(batch * 16L);
    assertThat(fc.batchMacs()).isEqualTo(batch * 10_240L);
    assertThat(fc.batchActivity().nativeMacs()).isEqualTo(batch * 10_240L);
  }

  /** Image after image, cold. */
  @Test
  void everyOtherStepRunsOnceAnImage() {
    NetworkSimulation one = simulate("nvdla-small-w2a2", 1);
    NetworkSimulation eight = simulate("nvdla-small-w2a2", 8);
    for (int i = 0; i < 3; i++) {
      assertThat(eight.layers().get(i).timing()).isEqualTo(one.layers().get(i).timing());
      assertThat(eight.layers().get(i).latencyCycles())
          .isEqualTo(8 * one.layers().get(i).latencyCycles());
      assertThat(eight.layers().get(i).batchActivity().dramReadBytes())
          .isEqualTo(8 * one.layers().get(i).batchActivity().dramReadBytes());
    }
  }

  @Test
  void figuresOfTheNetworkAreOfTheBatch() {
    NetworkSimulation eight = simulate("nvdla-small-w2a2", 8);
    long cycles = eight.layers().stream().mapToLong(LayerSimulation::latencyCycles).sum();
    double energy =
        eight.layers().stream().mapToDouble(l -> l.runs() * l.energy().totalPicojoules()).sum();
    assertThat(eight.latencyCycles()).isEqualTo(cycles);
    assertThat(eight.energy().totalPicojoules()).isCloseTo(energy, within(1e-6 * energy));
    assertThat(eight.framesPerSecond())
        .isCloseTo(8e3 / eight.latencyMilliseconds(), within(1e-9 * eight.framesPerSecond()));
  }

  @Test
  void oneImageIsTheDefault() {
    NetworkSimulation plain =
        Simulator.simulate(
            NETWORK,
            PrecisionPlan.uniform(NETWORK, 2, 8),
            HardwareCatalog.load("nvdla-small-w2a2"));
    assertThat(simulate("nvdla-small-w2a2", 1)).isEqualTo(plain);
  }

  static Stream<String> names() {
    return HardwareCatalog.names().stream();
  }

  /** A batch never takes longer than its images one by one. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("names")
  void aBatchIsNoSlowerThanItsImages(String name) {
    for (int batch : new int[] {2, 3, 8, 64}) {
      for (int i = 0; i < 4; i++) {
        assertThat(simulate(name, batch).layers().get(i).latencyCycles())
            .as("layer %d, batch %d", i, batch)
            .isLessThanOrEqualTo(batch * simulate(name, 1).layers().get(i).latencyCycles());
      }
    }
  }

  @Test
  void noImagesAreRefused() {
    HardwareConfig hardware = HardwareCatalog.load("nvdla-small-w2a2");
    PrecisionPlan plan = PrecisionPlan.uniform(NETWORK, 2, 8);
    assertThatThrownBy(() -> Simulator.simulate(NETWORK, plan, hardware, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("batch: found 0, expected 1 to 65536 images");
    assertThatThrownBy(() -> Simulator.simulate(NETWORK, plan, hardware, 65_537))
        .hasMessage("batch: found 65537, expected 1 to 65536 images");
  }

  /** Rows of the plane are images. */
  @Test
  void aBatchIsThePlaneOfAFullyConnectedLayer() {
    var lowered =
        WorkloadLowering.lower(
            NETWORK, PrecisionPlan.uniform(NETWORK, 2, 8), 5, Addressing.STRIDED);
    assertThat(lowered).extracting(LoweredLayer::runs).containsExactly(5, 5, 5, 1);
    var fc = (LayerWorkload.Convolution) lowered.get(3).workload();
    assertThat(fc.inputHeight()).isEqualTo(5);
    assertThat(fc.outputHeight()).isEqualTo(5);
  }
}
