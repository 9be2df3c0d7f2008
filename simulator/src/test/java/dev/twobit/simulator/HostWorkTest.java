package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HostProcessor;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Operators beside the accelerator. */
class HostWorkTest {
  private static final HardwareConfig HARDWARE = HardwareCatalog.load("toy-8x8-w2a2");
  private static final HostProcessor HOST = HostProcessor.usual();
  private static final int PLANE = 8 * 8;

  /** 3 channels -> 16 -> an operator of 1,000 MACs -> 16 -> 4, planes of 8x8. */
  private static Network network(Layer middle) {
    List<Layer> layers =
        List.of(
            convolution("first", 3, 16, "image", "a"),
            middle,
            convolution("last", 16, 4, "b", "c"));
    Map<String, TensorShape> shapes =
        Map.of("image", shape(3), "a", shape(16), "b", shape(16), "c", shape(4));
    return new Network(
        "n", List.of("image"), List.of("c"), layers, shapes, Parameters.of(Map.of()), true);
  }

  private static Layer unsupported() {
    return new Layer.Unsupported("odd", List.of("a"), "b", "com.example", "Odd", "", 1000, 0);
  }

  private static Layer relu() {
    return new Layer.Activation("relu", "a", "b", Layer.Function.RELU, 0, 0);
  }

  private static TensorShape shape(int channels) {
    return TensorShape.of(1, channels, 8, 8);
  }

  private static Layer convolution(String name, int in, int out, String from, String to) {
    return new Layer.Convolution(name, from, to, in, out, Window.square(3, 1, 1), 1, false);
  }

  private static NetworkSimulation simulate(Layer middle, int batch, HostProcessor host) {
    Network network = network(middle);
    return Simulator.simulate(network, PrecisionPlan.uniform(network, 2, 8), HARDWARE, batch, host);
  }

  /** By hand, from host.yaml's figures. */
  @Test
  void theLargerOfArithmeticAndMemoryComesAfterTheHandOver() {
    HostOperation operation = simulate(unsupported(), 1, HOST).hostWork().operations().get(0);

    long elements = 2 * 16 * PLANE;
    double cycles = 1000 / 4.0 + elements / 0.25;
    assertThat(operation.layer()).isEqualTo("odd");
    assertThat(operation.operator()).isEqualTo("com.example.Odd");
    assertThat(operation.demand().elements()).isEqualTo(elements);
    // read at the 8 bits of what is not quantized, written at the 8 of the last layer
    assertThat(operation.demand().bytes()).isEqualTo(elements);
    assertThat(operation.times().arithmeticMilliseconds())
        .isCloseTo(cycles / 1_500_000, within(1e-12));
    assertThat(operation.times().memoryMilliseconds())
        .isCloseTo(elements / 3_200_000.0, within(1e-12));
    assertThat(operation.milliseconds())
        .isCloseTo(0.05 + operation.times().arithmeticMilliseconds(), within(1e-12));
    assertThat(operation.energyPicojoules())
        .isCloseTo(
            cycles * 70 + elements * HARDWARE.energy().traffic().dramPicojoulesPerByte(),
            within(1e-6));
  }

  @Test
  void memoryDecidesWhereItIsSlower() {
    HostProcessor slow =
        new HostProcessor(
            new HardwareConfig.Label("slow", ""),
            1500,
            new HostProcessor.Speed(4, 1000, 1, 0),
            70,
            List.of());
    HostOperation operation = simulate(unsupported(), 1, slow).hostWork().operations().get(0);
    assertThat(operation.milliseconds()).isEqualTo(operation.times().memoryMilliseconds());
  }

  @Test
  void theRestRunsOnTheAcceleratorAndBothWaitForOneAnother() {
    NetworkSimulation one = simulate(unsupported(), 1, HOST);
    NetworkSimulation three = simulate(unsupported(), 3, HOST);

    assertThat(one.layers()).extracting(l -> l.workload().name()).containsExactly("first", "last");
    assertThat(one.inferenceMilliseconds())
        .isCloseTo(one.latencyMilliseconds() + one.hostWork().milliseconds(), within(1e-12));
    assertThat(three.hostWork().milliseconds())
        .isCloseTo(3 * one.hostWork().milliseconds(), within(1e-12));
    assertThat(three.hostWork().energyMillijoules())
        .isCloseTo(3 * one.hostWork().energyMillijoules(), within(1e-12));
  }

  /** A tensor that the host reads or writes is in external memory. */
  @Test
  void nothingStaysOnTheChipAcrossTheHost() {
    assertThat(kept(unsupported())).isZero();
    assertThat(kept(relu())).isOne();
  }

  private static int kept(Layer middle) {
    Network network = network(middle);
    NetworkSimulation alone = simulate(middle, 1, HOST);
    return Simulator.backToBack(network, PrecisionPlan.uniform(network, 2, 8), alone).tensorsKept();
  }

  @Test
  void withoutAHostSuchOperatorsAreErrors() {
    assertThatThrownBy(() -> simulate(unsupported(), 1, HostProcessor.NONE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("odd")
        .hasMessageContaining("com.example.Odd");
  }

  @Test
  void aNetworkWithoutSuchOperatorsIsAsWithoutAHost() {
    NetworkSimulation with = simulate(relu(), 1, HOST);
    assertThat(with.hostWork()).isEqualTo(HostWork.NONE);
    assertThat(with).isEqualTo(simulate(relu(), 1, HostProcessor.NONE));
  }
}
