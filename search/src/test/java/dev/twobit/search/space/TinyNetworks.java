package dev.twobit.search.space;

import dev.twobit.network.Extent;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Padding;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Networks of a few units on 8x8 images, so that all genotypes can be enumerated. */
public final class TinyNetworks {
  private static final Window THREE = Window.square(3, 1, 1);
  private static final Window POINT = Window.square(1, 1, 0);

  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, TensorShape> shapes = new HashMap<>();

  private TinyNetworks() {
    shapes.put("image", TensorShape.of(1, 3, 8, 8));
  }

  /** Names of all. */
  public static List<String> names() {
    return List.of("residual", "concat", "depthwise", "normalized first", "flattened");
  }

  public static Network of(String name) {
    TinyNetworks n = new TinyNetworks();
    String end =
        switch (name) {
          case "residual" -> n.residual();
          case "concat" -> n.concat();
          case "depthwise" -> n.depthwise();
          case "normalized first" -> n.normalizedFirst();
          default -> n.unit("b", n.unit("a", "image", 9, THREE, 1, true), 12, THREE, 1, true);
        };
    return n.classified(name, end, name.equals("flattened"));
  }

  /**
   * Inverted residuals without normalization: a convolution without activation feeds another, Adds
   * are read as they are, and so is the last of them by a classifier of two layers.
   */
  public static Network bottlenecks() {
    TinyNetworks n = new TinyNetworks();
    n.convolution("stem", "image", 8, THREE, 1);
    n.convolution("reduce", n.relu("stem.relu", "stem"), 6, POINT, 1);
    String x = "reduce";
    for (String block : List.of("one", "two")) {
      n.convolution(block + ".expand", x, 12, POINT, 1);
      n.convolution(
          block + ".deep", n.relu(block + ".expand.relu", block + ".expand"), 12, THREE, 12);
      n.convolution(block + ".project", n.relu(block + ".deep.relu", block + ".deep"), 6, POINT, 1);
      x = n.add(block + ".add", block + ".project", x);
    }
    n.layers.add(new Layer.Reshape("rows", x, "rows", TensorShape.of(1, 384)));
    n.shapes.put("rows", TensorShape.of(1, 384));
    n.layers.add(new Layer.FullyConnected("fc1", "rows", "fc1", 384, 12, false));
    n.shapes.put("fc1", TensorShape.of(1, 12));
    n.layers.add(new Layer.FullyConnected("fc2", "fc1", "fc2", 12, 5, true));
    n.shapes.put("fc2", TensorShape.of(1, 5));
    return new Network(
        "bottlenecks",
        List.of("image"),
        List.of("fc2"),
        n.layers,
        n.shapes,
        Parameters.empty(),
        true);
  }

  /** A convolution reads the sum of two tensors that are behind ReLUs. */
  public static Network readSum() {
    TinyNetworks n = new TinyNetworks();
    String x = n.unit("stem", "image", 8, THREE, 1, true);
    String sum = n.add("add", n.unit("a", x, 8, THREE, 1, true), x);
    return n.classified("read sum", n.unit("b", sum, 8, THREE, 1, true), false);
  }

  /** A logit of N(0, 1) for every candidate. */
  public static ArchitectureParameters spread(SearchSpace space, long seed) {
    Random random = new Random(seed);
    ArchitectureParameters architecture = ArchitectureParameters.initial(space, random);
    for (String unit : space.units().keySet()) {
      java.util.Arrays.setAll(architecture.logits(unit), i -> random.nextGaussian());
    }
    return architecture;
  }

  /** Two blocks, the second behind the first one's Add. */
  private String residual() {
    String x = unit("stem", "image", 8, THREE, 1, true);
    String y = unit("b1", unit("a1", x, 12, THREE, 1, true), 8, THREE, 1, false);
    String z = relu("r1", add("add1", y, x));
    String w = unit("b2", unit("a2", z, 10, THREE, 1, true), 8, THREE, 1, false);
    return relu("r2", add("add2", w, z));
  }

  /** Blocks side by side, of which one reads the other; a layer reads both, then an Add. */
  private String concat() {
    String x = unit("stem", "image", 8, THREE, 1, true);
    String y = unit("a", x, 6, THREE, 1, true);
    layers.add(new Layer.Concat("joined", List.of(x, y), "joined", 1));
    shapes.put("joined", TensorShape.of(1, 14, 8, 8));
    String z = unit("b", "joined", 8, THREE, 1, true);
    return relu("r", add("add", unit("c", z, 8, THREE, 1, false), x));
  }

  /** An inverted residual. */
  private String depthwise() {
    String x = unit("stem", "image", 8, THREE, 1, true);
    String y = unit("expand", x, 16, POINT, 1, true);
    String z = unit("depthwise", y, 16, THREE, 16, true);
    String w = unit("project", z, 8, POINT, 1, false);
    return unit("head", add("add", w, x), 12, POINT, 1, true);
  }

  /** Normalization and activation ahead of convolutions, on what an Add wrote. */
  private String normalizedFirst() {
    String x = "stem";
    convolution(x, "image", 8, THREE, 1);
    String y = "a";
    convolution(y, relu("ra", normalized("na", x)), 8, THREE, 1);
    String z = "b";
    convolution(z, relu("rb", normalized("nb", y)), 8, THREE, 1);
    return relu("rc", normalized("nc", add("add", z, x)));
  }

  private String unit(String name, String in, int width, Window w, int groups, boolean relu) {
    convolution(name, in, width, w, groups);
    String out = normalized(name + ".bn", name);
    return relu ? relu(name + ".relu", out) : out;
  }

  private void convolution(String name, String in, int width, Window w, int groups) {
    layers.add(
        new Layer.Convolution(name, in, name, shape(in).channels(), width, w, groups, false));
    shapes.put(name, TensorShape.of(1, width, 8, 8));
  }

  private String normalized(String name, String in) {
    layers.add(new Layer.BatchNormalization(name, in, name, shape(in).channels(), 1e-5));
    shapes.put(name, shape(in));
    return name;
  }

  private String relu(String name, String in) {
    layers.add(Layer.Activation.relu(name, in, name));
    shapes.put(name, shape(in));
    return name;
  }

  private String add(String name, String main, String identity) {
    layers.add(new Layer.Add(name, List.of(main, identity), name));
    shapes.put(name, shape(main));
    return name;
  }

  private Network classified(String name, String in, boolean flatten) {
    int channels = shape(in).channels();
    String features = in;
    int size = flatten ? 64 : 1;
    if (!flatten) {
      Window whole =
          new Window(new Extent(8, 8), new Extent(1, 1), new Extent(1, 1), new Padding(0, 0, 0, 0));
      layers.add(
          new Layer.Pooling(
              "pool", in, "pool", Layer.Reduction.AVERAGE, whole, false, false, true));
      shapes.put("pool", TensorShape.of(1, channels, 1, 1));
      features = "pool";
    }
    TensorShape flat = TensorShape.of(1, channels * size);
    layers.add(new Layer.Reshape("flat", features, "flat", flat));
    shapes.put("flat", flat);
    layers.add(new Layer.FullyConnected("fc", "flat", "logits", channels * size, 5, true));
    shapes.put("logits", TensorShape.of(1, 5));
    return new Network(
        name, List.of("image"), List.of("logits"), layers, shapes, Parameters.empty(), true);
  }

  private TensorShape shape(String tensor) {
    TensorShape shape = shapes.get(tensor);
    if (shape == null) {
      throw new IllegalArgumentException("no tensor " + tensor);
    }
    return shape;
  }
}
