package dev.twobit.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.FixedWidth;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.Resampling;
import dev.twobit.network.SupportCheck;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.network.Window;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.simulator.Addressing;
import dev.twobit.simulator.LoweredLayer;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.simulator.WorkloadLowering;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.api.Test;

/**
 * The table of layers in onnx-io/docs/operators.md says what simulator and search do: each layer is
 * put between two convolutions, and both are asked.
 */
class LayerTableTest {
  private static final Path FILE = Path.of("../onnx-io/docs/operators.md");
  private static final TensorShape PLANES = TensorShape.of(1, 4, 8, 8);

  @Test
  void layersAreTreatedAsTheTableSays() throws IOException {
    Map<String, List<String>> written = new TreeMap<>();
    List<String> lines = Files.readAllLines(FILE);
    lines.subList(lines.indexOf("## Layers"), lines.size()).stream()
        .filter(line -> line.startsWith("| "))
        .skip(1)
        .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList())
        .forEach(row -> written.put(row.get(0), row.subList(1, 3)));

    Map<String, List<String>> made = new TreeMap<>();
    for (Layer layer : layers()) {
      made.put(layer.getClass().getSimpleName(), List.of(simulated(layer), searched(layer)));
    }
    assertThat(written).isEqualTo(made);
    assertThat(made.keySet())
        .containsExactlyInAnyOrderElementsOf(
            records(Layer.class).map(Class::getSimpleName).toList());
  }

  private static Stream<Class<?>> records(Class<?> sealed) {
    return sealed.isRecord()
        ? Stream.of(sealed)
        : Arrays.stream(sealed.getPermittedSubclasses())
            .flatMap(LayerTableTest::records)
            .distinct();
  }

  /** One of every kind, from tensor "a" (and "a" again) to "y". */
  private static List<Layer> layers() {
    Window same = Window.square(3, 1, 1);
    Window half = Window.square(2, 2, 0);
    var twice =
        new Resampling(
            Resampling.Mode.NEAREST,
            Resampling.Coordinates.ASYMMETRIC,
            Resampling.Rounding.FLOOR,
            2,
            2,
            false);
    return List.of(
        new Layer.Activation("l", "a", "y", Layer.Function.RELU, 0, 0),
        new Layer.Add("l", List.of("a", "b"), "y"),
        new Layer.BatchNormalization("l", "a", "y", 4, 1e-5),
        new Layer.Concat("l", List.of("a", "b"), "y", 1),
        new Layer.ConstantArithmetic(
            "l", "a", "y", Layer.ConstantOperation.MULTIPLY, TensorShape.of(1, 4, 1, 1)),
        new Layer.Convolution("l", "a", "y", 4, 4, same, 1, false),
        new Layer.FullyConnected("l", "a", "y", 8, 8, false),
        new Layer.LocalResponseNormalization("l", "a", "y", 3, 1e-4, 0.75, 1),
        new Layer.Multiply("l", List.of("a", "b"), "y"),
        new Layer.Pad("l", "a", "y", List.of(0, 0, 1, 1), List.of(0, 0, 1, 1), 0),
        new Layer.ParametricRelu("l", "a", "y", TensorShape.of(4, 1, 1)),
        new Layer.Pooling("l", "a", "y", Layer.Reduction.MAX, half, false, false, false),
        new Layer.Reshape("l", "a", "y", TensorShape.of(1, 4, 4, 16)),
        new Layer.Resize("l", "a", "y", twice),
        new Layer.Slice("l", "a", "y", List.of(0, 0, 2, 0), List.of(1, 4, 8, 8), ones()),
        new Layer.Softmax("l", "a", "y", 1, false, false),
        new Layer.TransposedConvolution("l", "a", "y", 4, 4, half, 1, false),
        new Layer.Transpose("l", "a", "y", List.of(0, 1, 3, 2)),
        new Layer.Unsupported("l", List.of("a"), "y", "", "Foo", "", 0, 0));
  }

  private static List<Integer> ones() {
    return List.of(1, 1, 1, 1);
  }

  private static TensorShape output(Layer layer) {
    return switch (layer.operator()) {
      case "Concat" -> PLANES.withChannels(8);
      case "Pad" -> TensorShape.of(1, 4, 10, 10);
      case "Pooling" -> TensorShape.of(1, 4, 4, 4);
      case "Reshape" -> TensorShape.of(1, 4, 4, 16);
      case "Slice" -> TensorShape.of(1, 4, 6, 8);
      case "Resize", "TransposedConvolution" -> TensorShape.of(1, 4, 16, 16);
      default -> PLANES;
    };
  }

  private static Network network(Layer layer) {
    Map<String, TensorShape> shapes = new HashMap<>();
    List<Layer> layers = new ArrayList<>();
    Window same = Window.square(3, 1, 1);
    layers.add(new Layer.Convolution("first", "x", "a", 3, 4, same, 1, false));
    layers.add(new Layer.Convolution("second", "x", "b", 3, 4, same, 1, false));
    layers.add(layer);
    TensorShape y = output(layer);
    layers.add(new Layer.Convolution("last", "y", "z", y.channels(), 3, same, 1, false));
    boolean joins = layer.inputs().size() > 1;
    if (!joins) {
      layers.remove(1);
    }
    shapes.put("x", TensorShape.of(1, 3, 8, 8));
    shapes.put("a", PLANES);
    if (joins) {
      shapes.put("b", PLANES);
    }
    shapes.put("y", y);
    shapes.put("z", y.withChannels(3));
    Map<String, WeightTensor> constants = new HashMap<>();
    if (layer.operator().equals("ConstantArithmetic")) {
      constants.put("l.constant", new WeightTensor(TensorShape.of(1, 4, 1, 1), new float[4]));
    }
    return new Network(
        "one", List.of("x"), List.of("z"), layers, shapes, Parameters.of(constants), false);
  }

  private static String simulated(Layer layer) {
    Network network = network(layer);
    try {
      for (LoweredLayer step :
          WorkloadLowering.lower(
              network, PrecisionPlan.deployed(network, 2, 8), Addressing.STRIDED)) {
        boolean own = step.members().get(0).name().equals("l");
        if (own && step.workload() instanceof LayerWorkload.PostProcessing p) {
          return p.operation().name().toLowerCase(Locale.ROOT);
        }
        if (step.members().stream().anyMatch(m -> m.name().equals("l"))) {
          return own ? "array" : "passing";
        }
      }
      return "address";
    } catch (InvalidInputException e) {
      return "refused";
    }
  }

  private static String searched(Layer layer) {
    Network network = network(layer);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      SupportCheck.requireSupported(network);
      SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS, Coupling.TIED);
      TrainableNetwork.of(Initializer.initialize(network, 0), QuantizationScheme.none())
          .forward(Torch.tensor(new float[2 * 3 * 64], 2, 3, 8, 8), false);
      List<String> fixed =
          space.fixedBecause().stream().map(FixedWidth::layers).flatMap(List::stream).toList();
      boolean own = space.units().values().stream().anyMatch(u -> u.members().contains("l"));
      return own ? "widened" : fixed.contains("first") ? "holds" : "follows";
    } catch (InvalidInputException e) {
      return String.valueOf(e.getMessage()).contains("found no convolution whose width")
          ? "holds"
          : "refused";
    }
  }
}
