package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.network.Extent;
import dev.twobit.network.Layer;
import dev.twobit.network.Layer.ConstantOperation;
import dev.twobit.network.Layer.Function;
import dev.twobit.network.Network;
import dev.twobit.network.Padding;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is done in passing, what is not, and what is said of it; values are held elsewhere. */
class OneFunctionOneLatencyTest {
  private static final TensorShape IMAGE = TensorShape.of(1, 3, 8, 8);
  private static final TensorShape PLANES = TensorShape.of(1, 4, 8, 8);
  private static final TensorShape PADDED = TensorShape.of(1, 4, 10, 10);
  private static final Window SAME = Window.square(3, 1, 1);
  private static final Window VALID = Window.square(3, 1, 0);

  private final Map<String, TensorShape> shapes = new HashMap<>(Map.of("x", IMAGE));

  /** The layers behind "x"; tensors are named as their layers. */
  private Network network(List<String> outputs, Layer... layers) {
    for (Layer layer : layers) {
      shapes.putIfAbsent(layer.output(), PLANES);
    }
    return new Network(
        "n", List.of("x"), outputs, List.of(layers), shapes, Parameters.empty(), false);
  }

  private static Layer convolution(String name, String in) {
    return convolution(name, in, SAME);
  }

  private static Layer convolution(String name, String in, Window window) {
    int inputs = in.equals("x") || in.equals("image") ? 3 : 4;
    return new Layer.Convolution(name, in, name, inputs, 4, window, 1, false);
  }

  private static Layer activation(String name, String in, Function function) {
    return new Layer.Activation(name, in, name, function, 0, 0);
  }

  private static Layer product(String name, String a, String b) {
    return new Layer.Multiply(name, List.of(a, b), name);
  }

  private static Layer sum(String name, String a, String b) {
    return new Layer.Add(name, List.of(a, b), name);
  }

  private Layer pad(String name, String in, double value) {
    shapes.put(name, PADDED);
    return new Layer.Pad(name, in, name, List.of(0, 0, 1, 1), List.of(0, 0, 1, 1), value);
  }

  private static Layer pooling(String name, String in, Layer.Reduction reduction, Window window) {
    return new Layer.Pooling(name, in, name, reduction, window, false, false, false);
  }

  private static Layer arithmetic(
      String name, String in, ConstantOperation operation, TensorShape constant) {
    return new Layer.ConstantArithmetic(name, in, name, operation, constant);
  }

  private static List<LoweredLayer> lowered(Network network) {
    return WorkloadLowering.lower(
        network, PrecisionPlan.uniform(network, 2, 8), new Addressing(false, 8));
  }

  private static List<String> steps(Network network) {
    return lowered(network).stream().map(l -> l.workload().name()).toList();
  }

  private static Map<String, String> unfused(Network network) {
    PrecisionPlan plan = PrecisionPlan.uniform(network, 2, 8);
    NetworkSimulation simulation =
        Simulator.simulate(network, plan, HardwareCatalog.load("nvdla-small-w2a2"));
    Map<String, String> reasons = new HashMap<>();
    for (UnfusedStep step : UnfusedStep.of(network, plan, simulation)) {
      LayerSimulation layer =
          simulation.layers().stream()
              .filter(l -> l.workload().name().equals(step.name()))
              .findFirst()
              .orElseThrow();
      assertThat(step.latencyCycles()).isEqualTo(layer.latencyCycles()).isPositive();
      assertThat(step.dramBytes())
          .isEqualTo(
              layer.timing().activity().dramReadBytes()
                  + layer.timing().activity().dramWriteBytes());
      reasons.put(step.name(), step.reason());
    }
    return reasons;
  }

  @Test
  void aFunctionWhoseValuesAreReadByAnotherEndsThere() {
    Network silu =
        network(
            List.of("d"),
            convolution("a", "x"),
            activation("s", "a", Function.SIGMOID),
            product("m", "a", "s"),
            convolution("d", "m"));
    Network gateReadAgain =
        network(
            List.of("d", "e"),
            convolution("a", "x"),
            activation("s", "a", Function.SIGMOID),
            product("m", "a", "s"),
            convolution("d", "m"),
            convolution("e", "s"));
    assertThat(steps(silu)).containsExactly("a", "d");
    assertThat(lowered(silu).get(0).members())
        .extracting(Layer::name)
        .containsExactly("a", "s", "m");
    assertThat(unfused(silu)).isEmpty();
    assertThat(steps(gateReadAgain)).containsExactly("a", "s", "m", "d", "e");
    assertThat(unfused(gateReadAgain))
        .containsOnlyKeys("s", "m")
        .containsEntry("s", "a is also read by m")
        .containsEntry(
            "m",
            "a product of two tensors from memory is not done in passing: a is also read by s; s is"
                + " also read by e");
  }

  /** One read of the tensor, whatever the function has of it. */
  @Test
  void aFunctionOfATensorInMemoryIsOneStepThatReadsItOnce() {
    Network written =
        network(
            List.of("d", "e"),
            convolution("a", "x"),
            activation("s", "a", Function.SIGMOID),
            product("m", "s", "a"),
            convolution("d", "m"),
            convolution("e", "a"));
    Network square =
        network(
            List.of("d", "e"),
            convolution("a", "x"),
            product("m", "a", "a"),
            convolution("d", "m"),
            convolution("e", "a"));
    Network operator =
        network(
            List.of("d", "e"),
            convolution("a", "x"),
            activation("m", "a", Function.HARD_SWISH),
            convolution("d", "m"),
            convolution("e", "a"));
    assertThat(steps(written)).containsExactly("a", "s", "d", "e");
    List<LayerWorkload> once = lowered(operator).stream().map(LoweredLayer::workload).toList();
    for (Network other : List.of(written, square)) {
      LayerWorkload.PostProcessing step =
          (LayerWorkload.PostProcessing) lowered(other).get(1).workload();
      LayerWorkload.PostProcessing expected = (LayerWorkload.PostProcessing) once.get(1);
      assertThat(step.operands()).isEqualTo(expected.operands()).hasSize(1);
      assertThat(step.outputBits()).isEqualTo(expected.outputBits());
    }
  }

  @Test
  void anOutputOfTheNetworkIsWritten() {
    Network network =
        network(
            List.of("s", "m"),
            convolution("a", "x"),
            activation("s", "a", Function.SIGMOID),
            product("m", "a", "s"));
    assertThat(steps(network)).containsExactly("a", "s", "m");
    assertThat(unfused(network).get("m")).contains("s is an output of the network");
  }

  /** A sum of functions of one tensor reads nothing from memory; one with another tensor does. */
  @Test
  void sumsReadWhatIsInMemoryAlone() {
    Network network =
        network(
            List.of("d"),
            convolution("a", "x"),
            activation("r", "a", Function.RELU),
            sum("s", "a", "r"),
            convolution("b", "s"),
            sum("t", "b", "s"),
            convolution("d", "t"));
    assertThat(lowered(network))
        .extracting(l -> ((LayerWorkload.Convolution) l.workload()).fusedAddBits())
        .containsExactly(List.of(), List.of(8), List.of());
  }

  @Test
  void aPadIsPaddingOfTheWindowsThatReadIt() {
    Network own = network(List.of("b"), convolution("a", "x"), convolution("b", "a"));
    Network two =
        network(
            List.of("b", "c"),
            convolution("a", "x"),
            pad("p", "a", 0),
            convolution("b", "p", VALID),
            convolution("c", "p", VALID));
    assertThat(steps(two)).containsExactly("a", "b", "c");
    assertThat(lowered(two).get(1).workload()).isEqualTo(lowered(own).get(1).workload());
    assertThat(lowered(two).get(1).inputTensor()).isEqualTo("a");
  }

  /** What stands in front of a Pad ends there, and is written for the window. */
  @Test
  void aMovementBeforeAPadIsAStep() {
    Network turned =
        network(
            List.of("b"),
            convolution("a", "x"),
            new Layer.Transpose("t", "a", "t", List.of(0, 1, 3, 2)),
            pad("p", "t", 0),
            convolution("b", "p", VALID));
    assertThat(steps(turned)).containsExactly("a", "t", "b");
    assertThat(lowered(turned).get(2).inputTensors()).containsExactly("t");
  }

  @Test
  void aPadThatIsNoPaddingIsAStepAndSaysWhy() {
    Network ones =
        network(
            List.of("b"), convolution("a", "x"), pad("p", "a", 1), convolution("b", "p", VALID));
    shapes.put("f", PADDED);
    Network shared =
        network(
            List.of("b", "f"),
            convolution("a", "x"),
            pad("p", "a", 0),
            convolution("b", "p", VALID),
            activation("f", "p", Function.RELU));
    shapes.remove("b");
    shapes.put("b", PADDED);
    Network wide =
        network(
            List.of("b"),
            convolution("a", "x"),
            pad("p", "a", 0),
            convolution("b", "p", Window.square(1, 1, 0)));
    assertThat(unfused(ones))
        .containsOnly(Map.entry("p", "it pads with 1.0, and b is padded with zero"));
    assertThat(unfused(shared)).containsOnlyKeys("p", "f");
    assertThat(unfused(shared)).containsEntry("p", "it is also read by f");
    assertThat(unfused(wide).get("p")).contains("as large as the window of b");
  }

  /** Zeros are the least of what is never negative; an average's zeros count or do not. */
  @Test
  void aPoolingTakesAPadThatChangesNoneOfItsValues() {
    Network signed =
        network(
            List.of("m"),
            convolution("a", "x"),
            pad("p", "a", 0),
            pooling("m", "p", Layer.Reduction.MAX, VALID));
    Network rectified =
        network(
            List.of("m"),
            convolution("a", "x"),
            activation("r", "a", Function.RELU),
            pad("p", "r", 0),
            pooling("m", "p", Layer.Reduction.MAX, VALID));
    Network least =
        network(
            List.of("m"),
            convolution("a", "x"),
            pad("p", "a", Double.NEGATIVE_INFINITY),
            pooling("m", "p", Layer.Reduction.MAX, VALID));
    Network mean =
        network(
            List.of("m"),
            convolution("a", "x"),
            pad("p", "a", 0),
            pooling("m", "p", Layer.Reduction.AVERAGE, VALID));
    shapes.put("m", PADDED);
    Network uncounted =
        network(
            List.of("m"),
            convolution("a", "x"),
            pad("p", "a", 0),
            pooling("m", "p", Layer.Reduction.AVERAGE, SAME));
    assertThat(unfused(signed)).containsEntry("p", "it pads with 0.0, which may be the maximum");
    assertThat(Stream.of(rectified, least, mean).map(OneFunctionOneLatencyTest::steps))
        .containsOnly(List.of("a", "m"));
    assertThat(unfused(uncounted).get("p")).contains("count in the averages of m");
  }

  @Test
  void normalizationOfTheImageKeepsTheFirstLayersPacking() {
    shapes.put("n", IMAGE);
    shapes.put("image", IMAGE);
    Network plain = network(List.of("a"), convolution("a", "x"));
    Network normalized =
        network(
            List.of("a"),
            arithmetic("n", "x", ConstantOperation.SUBTRACT, TensorShape.of(3, 1, 1)),
            arithmetic("image", "n", ConstantOperation.DIVIDE, TensorShape.of(1, 3, 1, 1)),
            convolution("a", "image"));
    assertThat(lowered(normalized).get(0).workload()).isEqualTo(lowered(plain).get(0).workload());
    assertThat(((LayerWorkload.Convolution) lowered(normalized).get(0).workload()).imageInput())
        .isTrue();
    assertThat(PrecisionPlan.uniform(normalized, 2, 2).copies("x")).containsExactly(8);
  }

  @Test
  void anotherFunctionOfTheImageIsStepsAndSaysWhy() {
    shapes.put("n", IMAGE);
    shapes.put("image", IMAGE);
    Network everywhere =
        network(
            List.of("a"),
            arithmetic("image", "x", ConstantOperation.SUBTRACT, TensorShape.of(3, 8, 8)),
            convolution("a", "image"));
    Network rectified =
        network(
            List.of("a"),
            arithmetic("n", "x", ConstantOperation.SUBTRACT, TensorShape.of()),
            activation("image", "n", Function.RELU),
            convolution("a", "image"));
    Network shared =
        network(
            List.of("a", "r"),
            arithmetic("image", "x", ConstantOperation.SUBTRACT, TensorShape.of()),
            convolution("a", "image"),
            activation("r", "image", Function.RELU));
    assertThat(unfused(everywhere))
        .containsOnly(
            Map.entry("image", "a constant of shape 3x8x8, expected one or one a channel"));
    assertThat(unfused(rectified))
        .containsOnly(Map.entry("n", "image is a step: the fetch unit adds and multiplies"));
    assertThat(unfused(shared)).containsEntry("image", "it is also read by r");
  }

  /** Padding before the mean is subtracted is not padding behind it. */
  @Test
  void paddingOfTheImageStandsBehindItsNormalization() {
    TensorShape padded = TensorShape.of(1, 3, 10, 10);
    shapes.put("n", IMAGE);
    Layer before = new Layer.Pad("p", "n", "image", List.of(0, 0, 1, 1), List.of(0, 0, 1, 1), 0);
    shapes.put("image", padded);
    Network behind =
        network(
            List.of("a"),
            arithmetic("n", "x", ConstantOperation.SUBTRACT, TensorShape.of()),
            before,
            convolution("a", "image", VALID));
    shapes.put("p", padded);
    Network ahead =
        network(
            List.of("a"),
            new Layer.Pad("p", "x", "p", List.of(0, 0, 1, 1), List.of(0, 0, 1, 1), 0),
            arithmetic("image", "p", ConstantOperation.SUBTRACT, TensorShape.of()),
            convolution("a", "image", VALID));
    Window padding =
        new Window(new Extent(3, 3), new Extent(1, 1), new Extent(1, 1), Padding.all(1));
    assertThat(steps(behind)).containsExactly("a");
    assertThat(((LayerWorkload.Convolution) lowered(behind).get(0).workload()).window())
        .isEqualTo(padding);
    assertThat(unfused(ahead)).containsOnlyKeys("p");
  }

  /** Where windows that end beyond the plane count, the last one has nothing but padding. */
  @Test
  void aWindowThatWouldLieInPaddingKeepsThePad() {
    for (boolean ceil : new boolean[] {false, true}) {
      shapes.put("p", TensorShape.of(1, 4, 9, 9));
      int size = ceil ? 5 : 4;
      shapes.put("m", TensorShape.of(1, 4, size, size));
      Network network =
          network(
              List.of("m"),
              convolution("a", "x"),
              activation("r", "a", Function.RELU),
              new Layer.Pad("p", "r", "p", List.of(0, 0, 0, 0), List.of(0, 0, 1, 1), 0),
              new Layer.Pooling(
                  "m", "p", "m", Layer.Reduction.MAX, Window.square(2, 2, 0), ceil, false, false));
      assertThat(steps(network).contains("p")).isEqualTo(ceil);
      assertThat(unfused(network).getOrDefault("p", ""))
          .isEqualTo(ceil ? "the last window of m would lie in its padding" : "");
    }
  }

  /** BGR for RGB is another pixel format; an image upside down is another image. */
  @Test
  void channelsInReverseAreFetchedSo() {
    shapes.put("image", IMAGE);
    Layer reversed =
        new Layer.Slice(
            "image", "x", "image", List.of(0, 2, 0, 0), List.of(1, -1, 8, 8), List.of(1, -1, 1, 1));
    Layer upsideDown =
        new Layer.Slice(
            "image", "x", "image", List.of(0, 0, 7, 0), List.of(1, 3, -1, 8), List.of(1, 1, -1, 1));

    Network image = network(List.of("a"), reversed, convolution("a", "image"));
    Network other = network(List.of("a"), upsideDown, convolution("a", "image"));

    assertThat(steps(image)).containsExactly("a");
    assertThat(lowered(image).get(0).workload())
        .isEqualTo(lowered(network(List.of("a"), convolution("a", "x"))).get(0).workload());
    assertThat(steps(other)).containsExactly("image", "a");
  }
}
