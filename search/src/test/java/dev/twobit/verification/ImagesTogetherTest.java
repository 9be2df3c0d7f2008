package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.BatchAxis;
import dev.twobit.network.CostSummary;
import dev.twobit.network.Extent;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Padding;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.search.NetworkSketch;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.cost.Costs;
import dev.twobit.simulator.LayerSimulation;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.Simulator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** So many images of an inference, a file of that batch, and the clocked engine: one cost. */
class ImagesTogetherTest {
  /** Two families of arrays, one of them behind a link. */
  private static final List<HardwareConfig> HARDWARE =
      List.of(
          HardwareCatalog.load("nvdla-small-w2a2"), HardwareCatalog.load("coral-edge-tpu-w8a8"));

  static Stream<Network> networks() {
    return Stream.concat(
        NetworkSketch.all().stream(), new Random(3).ints(8).mapToObj(ImagesTogetherTest::folded));
  }

  /** Items folded into the leading axis before a convolution, rows before a product. */
  private static Network folded(int seed) {
    Random random = new Random(seed);
    int items = 1 + random.nextInt(4);
    int plane = 2 + random.nextInt(3);
    int[] widths = {1 + random.nextInt(9), 1 + random.nextInt(40), 1 + random.nextInt(20)};
    int area = plane * plane;
    Map<String, TensorShape> shapes = new HashMap<>();
    List<Layer> layers = new ArrayList<>();
    shapes.put("x", TensorShape.of(1, items * widths[0], plane, plane));
    shapes.put("items", TensorShape.of(items, widths[0], plane, plane));
    layers.add(new Layer.Reshape("items", "x", "items", shapes.get("items")));
    shapes.put("conv", TensorShape.of(items, widths[1], plane, plane));
    layers.add(
        new Layer.Convolution(
            "conv", "items", "conv", widths[0], widths[1], Window.square(3, 1, 1), 1, false));
    shapes.put("relu", shapes.get("conv"));
    layers.add(Layer.Activation.relu("relu", "conv", "relu"));
    shapes.put("mean", TensorShape.of(items, widths[1], 1, 1));
    layers.add(
        new Layer.Pooling(
            "mean",
            "relu",
            "mean",
            Layer.Reduction.AVERAGE,
            new Window(
                new Extent(plane, plane),
                new Extent(1, 1),
                new Extent(1, 1),
                new Padding(0, 0, 0, 0)),
            false,
            false,
            true));
    boolean ranks = random.nextBoolean();
    shapes.put(
        "rows", TensorShape.of(ranks ? area * items : 1, ranks ? 1 : area * items, widths[1]));
    layers.add(new Layer.Reshape("rows", "relu", "rows", shapes.get("rows")));
    List<Integer> dims = new ArrayList<>(shapes.get("rows").dims());
    dims.set(2, widths[2]);
    shapes.put("product", new TensorShape(dims));
    layers.add(new Layer.FullyConnected("product", "rows", "product", widths[1], widths[2], false));
    shapes.put("flat", TensorShape.of(1, items * widths[1]));
    layers.add(new Layer.Reshape("flat", "mean", "flat", shapes.get("flat")));
    shapes.put("y", TensorShape.of(1, 5));
    layers.add(new Layer.FullyConnected("y", "flat", "y", items * widths[1], 5, false));
    return new Network(
        "folded " + seed,
        List.of("x"),
        List.of("y", "product"),
        layers,
        shapes,
        Parameters.empty(),
        false);
  }

  private static PrecisionPlan plan(Network network) {
    return PrecisionPlan.deployed(network, 2, 8);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyoneCountsTheSame(Network one) {
    for (int images : new int[] {1, 3}) {
      Network several = one.withImages(images);
      Network together = BatchAxis.perImage(BatchAxis.together(several));
      for (HardwareConfig hardware : HARDWARE) {
        NetworkSimulation expected = Simulator.simulate(several, plan(several), hardware);
        NetworkSimulation file = Simulator.simulate(together, plan(together), hardware);
        assertThat(Simulator.simulate(one, plan(one), hardware, images)).isEqualTo(expected);
        assertThat(file.layers()).isEqualTo(expected.layers());
        assertThat(file.hostLink()).isEqualTo(expected.hostLink());
        assertThat(expected.layers().stream().mapToLong(LayerSimulation::batchMacs).sum())
            .isEqualTo(CostSummary.of(several).macs())
            .isEqualTo(images * CostSummary.of(one).macs());
        requireSame(new CostModel(several, hardware, 2, 8).original(), expected);
      }
    }
  }

  private static void requireSame(Costs costs, NetworkSimulation simulation) {
    assertThat(costs.latencyCycles()).isEqualTo(simulation.latencyCycles());
    assertThat(costs.flops())
        .isEqualTo(simulation.layers().stream().mapToLong(LayerSimulation::batchMacs).sum());
  }

  /** Groups side by side are not clocked. */
  private static boolean isClocked(Network network, HardwareConfig hardware) {
    return !hardware.hostLink().isPresent()
        || network.convolutions().stream().allMatch(c -> c.groups() == 1);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theClockedEngineRunsAllImages(Network one) {
    int images = 2;
    Network several = one.withImages(images);
    for (HardwareConfig hardware : HARDWARE) {
      if (!isClocked(one, hardware)) {
        continue;
      }
      DeployedNetwork deployed =
          new DeployedNetwork(several, plan(several), NetworkQuantization.none(), Map.of());
      NetworkVerification run =
          deployed.run(deployed.randomImage(1), 1, hardware, true, (a, b, c, d) -> {});
      NetworkSimulation expected = Simulator.simulate(several, plan(several), hardware);
      assertThat(run.failures()).isEmpty();
      assertThat(run.simulation().latencyCycles()).isEqualTo(expected.latencyCycles());
      assertThat(run.simulation().cycles()).isEqualTo(expected.cycles());
      assertThat(run.simulation().activity()).isEqualTo(expected.activity());
      assertThat(run.simulation().hostLink()).isEqualTo(expected.hostLink());
      assertThat(run.simulation().batch()).isEqualTo(images);
    }
  }

  /** Different images beside one another come out as each by itself. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void integersOfImagesBesideOneAnotherAreTheirOwn(int seed) {
    SmallDeployed drawn = SmallDeployed.draw(seed);
    Network one = drawn.network();
    int images = 3;
    Network together = BatchAxis.together(one.withImages(images));
    Random random = new Random(seed);
    int elements = (int) one.shape(one.inputs().get(0)).elementCount();
    float[] all = new float[images * elements];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) random.nextGaussian();
    }
    float[] found = outputs(together, drawn.quantization(), all);
    for (int i = 0; i < images; i++) {
      float[] image = Arrays.copyOfRange(all, i * elements, (i + 1) * elements);
      float[] expected = outputs(one, drawn.quantization(), image);
      int each = expected.length;
      assertThat(Arrays.copyOfRange(found, i * each, (i + 1) * each)).isEqualTo(expected);
    }
  }

  private static float[] outputs(Network network, NetworkQuantization quantization, float[] image) {
    QcdqFile file = new QcdqFile(network, quantization, Map.of(), new byte[0]);
    return IntegerInference.of(file).outputs(i -> image, 1, 1).get(0);
  }

  /** What the shapes of images say, by hand: a product of rows is as large as all its rows. */
  @Test
  void rowsOfTheLeadingAxisAreRowsOfTheProduct() {
    Map<String, TensorShape> shapes = new HashMap<>();
    shapes.put("x", TensorShape.of(1, 8, 32));
    shapes.put("rows", TensorShape.of(8, 32));
    shapes.put("y", TensorShape.of(8, 64));
    Network network =
        new Network(
            "rows",
            List.of("x"),
            List.of("y"),
            List.of(
                new Layer.Reshape("rows", "x", "rows", TensorShape.of(8, 32)),
                new Layer.FullyConnected("y", "rows", "y", 32, 64, false)),
            shapes,
            Parameters.empty(),
            false);
    assertThat(CostSummary.of(network).macs()).isEqualTo(8 * 32 * 64);
  }
}
