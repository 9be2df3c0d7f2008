package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig.Overlap;
import dev.twobit.network.CostSummary;
import dev.twobit.network.Extent;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.network.Padding;
import dev.twobit.network.Parameters;
import dev.twobit.network.SupportCheck;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import dev.twobit.onnx.SharedModels;
import dev.twobit.onnx.read.OnnxImporter;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network of the index that can be run, on every accelerator: figures that can be. */
class RealNetworksTest {
  static Stream<String> files() throws IOException {
    return SharedModels.rows("models/INDEX.csv").stream()
        .map(line -> line.substring(0, line.indexOf(',')));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("files")
  void figuresCanBe(String file) {
    Network imported = OnnxImporter.read(SharedModels.model(file));
    assumeThat(SupportCheck.unsupported(imported))
        .as("operators that can be simulated in %s", file)
        .isEmpty();
    Network network = NetworkCanonicalizer.canonical(imported);
    PrecisionPlan plan = PrecisionPlan.uniform(network, 2, 8);
    for (String name : HardwareCatalog.names()) {
      HardwareConfig hardware = HardwareCatalog.load(name);
      NetworkSimulation simulation = Simulator.simulate(network, plan, hardware);
      NetworkSimulation scarce =
          Simulator.simulate(
              network, plan, ScarceHardware.with(hardware, hardware.buffer().banks() / 2, 1));
      NetworkSimulation slow =
          Simulator.simulate(
              network, plan, ScarceHardware.with(hardware, hardware.buffer().banks(), 2));
      for (int i = 0; i < simulation.layers().size(); i++) {
        LayerSimulation layer = simulation.layers().get(i);
        String where = name + ", " + layer.workload().name();
        check(layer, hardware, where);
        assertThat(scarce.layers().get(i).latencyCycles())
            .as("%s, half the buffer", where)
            .isGreaterThanOrEqualTo(layer.latencyCycles());
        assertThat(slow.layers().get(i).latencyCycles())
            .as("%s, half the bandwidth", where)
            .isGreaterThanOrEqualTo(layer.latencyCycles());
      }
    }
  }

  private static void check(LayerSimulation layer, HardwareConfig hardware, String where) {
    CycleBreakdown c = layer.timing().cycles();
    assertThat(List.of(c.macActive(), c.fillDrain(), c.outputBound(), c.load(), c.memoryStall()))
        .as(where)
        .allMatch(cycles -> cycles >= 0);
    if (hardware.memory().overlap() == Overlap.SPREADSHEET && c.total() == 0) {
      // Pooled in passing: NVIDIA's sheet counts nothing for it.
      assertThat(layer.workload()).as(where).isInstanceOf(LayerWorkload.PostProcessing.class);
      return;
    }
    assertThat(c.total()).as(where).isPositive();
    assertThat(layer.timing().macUtilization()).as(where).isBetween(0.0, 1.0);
    Activity a = layer.timing().activity();
    double bandwidth = hardware.memory().bandwidthBytesPerCycle();
    assertThat(a.dramReadBytes() / bandwidth).as(where).isLessThanOrEqualTo(c.total() + 1.0);
    assertThat(a.dramWriteBytes() / bandwidth).as(where).isLessThanOrEqualTo(c.total() + 1.0);
    assertThat(a.dramWriteBytes()).as(where).isPositive();
    assertThat(layer.energy().totalPicojoules()).as(where).isPositive();
    if (layer.workload() instanceof LayerWorkload.Convolution conv) {
      long products = hardware.precision().productsPerMac(conv.weightBits(), conv.inputBits());
      assertThat(a.nativeMacs() + a.composedMacs()).as(where).isEqualTo(conv.macs() * products);
    }
  }

  private static Network transposed(Window window, TensorShape out) {
    return new Network(
        "up",
        List.of("image"),
        List.of("out"),
        List.of(new Layer.TransposedConvolution("dc", "image", "out", 3, 2, window, 1, false)),
        Map.of("image", TensorShape.of(1, 3, 4, 4), "out", out),
        Parameters.empty(),
        false);
  }

  @Test
  void aTransposedConvolutionIsNamedWithItsShare() {
    Window dilated =
        new Window(new Extent(2, 2), new Extent(2, 2), new Extent(2, 2), new Padding(0, 0, 0, 0));
    Network network = transposed(dilated, TensorShape.of(1, 2, 9, 9));
    assertThatThrownBy(
            () ->
                WorkloadLowering.lower(
                    network, PrecisionPlan.uniform(network, 2, 8), Addressing.STRIDED))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "up: node 'dc': operator ConvTranspose with strides and dilations and 100.0 % of the"
                + " MACs cannot be simulated; expected either of them");
  }

  /** 2 x 2 kernels of stride 2: four of 1 x 1 for each, whose outputs are then put in place. */
  @Test
  void aTransposedConvolutionIsOneOfEveryPhaseAndACopy() {
    Network network = transposed(Window.square(2, 2, 0), TensorShape.of(1, 2, 8, 8));
    List<LoweredLayer> steps =
        WorkloadLowering.lower(network, PrecisionPlan.uniform(network, 2, 8), Addressing.STRIDED);
    assertThat(steps).hasSize(2);
    var convolution = (LayerWorkload.Convolution) steps.get(0).workload();
    assertThat(convolution.outputChannels()).isEqualTo(8);
    assertThat(convolution.macs())
        .isEqualTo(CostSummary.of(network).macs())
        .isEqualTo(4 * 4 * 3 * 2 * 4);
    var copy = (LayerWorkload.PostProcessing) steps.get(1).workload();
    assertThat(copy.operation()).isEqualTo(LayerWorkload.PostOperation.COPY);
    assertThat(List.of(copy.channels(), copy.outputHeight(), copy.outputWidth()))
        .containsExactly(2, 8, 8);
    assertThat(
            Simulator.simulate(
                    network,
                    PrecisionPlan.uniform(network, 2, 8),
                    HardwareCatalog.load("nvdla-small-w2a2"))
                .latencyCycles())
        .isPositive();
  }
}
