package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputSumsTest {
  private static final TensorShape SHAPE = TensorShape.of(1, 8, 4, 4);

  private static Network network(List<Layer> layers, List<String> outputs) {
    Map<String, TensorShape> shapes = new java.util.HashMap<>(Map.of("image", SHAPE));
    layers.forEach(l -> shapes.put(l.output(), SHAPE));
    return new Network(
        "sums", List.of("image"), outputs, layers, shapes, Parameters.empty(), false);
  }

  private static Layer convolution(String name, String input) {
    return new Layer.Convolution(name, input, name, 8, 8, Window.square(1, 1, 0), 1, false);
  }

  @Test
  void logitsAreSumsAndWhatIsReadOfThemCodesAsWell() {
    Network network =
        network(
            List.of(convolution("a", "image"), convolution("b", "a"), convolution("c", "b")),
            List.of("c", "a"));

    PrecisionPlan plan = PrecisionPlan.deployed(network, 2, 8);

    assertThat(plan.copies("c")).containsExactly(32);
    assertThat(plan.copies("a")).containsExactly(2, 32);
    assertThat(plan.copies("b")).containsExactly(8);
    assertThat(PrecisionPlan.uniform(network, 2, 8).copies("c")).containsExactly(8);
  }

  /** Functions in passing, other shapes, sums and poolings: no output is of codes. */
  @Test
  void outputsAreInFullWhateverMakesThem() {
    Layer relu = Layer.Activation.relu("relu", "a", "relu");
    Network passing = network(List.of(convolution("a", "image"), relu), List.of("relu"));
    Network added =
        network(
            List.of(convolution("a", "image"), new Layer.Add("add", List.of("a", "image"), "add")),
            List.of("add"));

    assertThat(PrecisionPlan.deployed(passing, 2, 8).copies("relu")).containsExactly(32);
    assertThat(PrecisionPlan.deployed(passing, 2, 8).readBits(relu)).isEqualTo(32);
    PrecisionPlan sum = PrecisionPlan.deployed(added, 2, 8);
    assertThat(sum.copies("add")).containsExactly(32);
    // Its operands are codes.
    assertThat(sum.copies("a")).containsExactly(8);
    assertThat(PrecisionPlan.uniform(added, 2, 8).copies("add")).containsExactly(8);
  }

  /** A list under another shape is no step; a plane may be one, which moves codes. */
  @Test
  void aListOfLogitsIsOfSumsUnderAnyShape() {
    Layer relu = Layer.Activation.relu("relu", "a", "relu");
    TensorShape list = TensorShape.of(1, 8);
    TensorShape point = TensorShape.of(1, 8, 1, 1);
    Layer reshape = new Layer.Reshape("reshape", "relu", "reshape", list);
    List<Layer> layers = List.of(convolution("a", "image"), relu, reshape);
    Map<String, TensorShape> points =
        Map.of("image", point, "a", point, "relu", point, "reshape", list);
    Network classifier =
        new Network(
            "classifier",
            List.of("image"),
            List.of("reshape"),
            layers,
            points,
            Parameters.empty(),
            false);

    PrecisionPlan plan = PrecisionPlan.deployed(classifier, 2, 8);
    for (String tensor : List.of("a", "relu", "reshape")) {
      assertThat(plan.copies(tensor)).containsExactly(32);
    }
    assertThat(plan.readBits(reshape)).isEqualTo(32);

    Layer pool =
        new Layer.Pooling(
            "pool",
            "image",
            "relu",
            Layer.Reduction.AVERAGE,
            Window.square(1, 1, 0),
            false,
            false,
            true);
    Network pooled =
        new Network(
            "pooled",
            List.of("image"),
            List.of("reshape"),
            List.of(pool, reshape),
            points,
            Parameters.empty(),
            false);
    assertThat(PrecisionPlan.deployed(pooled, 2, 8).copies("relu")).containsExactly(32);
    assertThat(PrecisionPlan.deployed(pooled, 2, 8).readBits(pool)).isEqualTo(8);

    Network map = network(layers, List.of("reshape"));
    assertThat(PrecisionPlan.deployed(map, 2, 8)).isEqualTo(PrecisionPlan.uniform(map, 2, 8));
  }

  /** Another axis of one moves nothing; rows in other numbers may be a step. */
  @Test
  void rowsOfLogitsAreSumsUnderAnotherAxisOfOne() {
    TensorShape rows = TensorShape.of(16, 8);
    Layer linear = new Layer.FullyConnected("linear", "image", "linear", 8, 8, false);
    for (TensorShape shape : List.of(TensorShape.of(1, 16, 8), TensorShape.of(4, 4, 8))) {
      Network network =
          new Network(
              "rows",
              List.of("image"),
              List.of("reshape"),
              List.of(linear, new Layer.Reshape("reshape", "linear", "reshape", shape)),
              Map.of("image", rows, "linear", rows, "reshape", shape),
              Parameters.empty(),
              false);

      assertThat(PrecisionPlan.deployed(network, 2, 8).copies("linear"))
          .containsExactly(shape.dim(0) == 1 ? 32 : 8);
    }
  }
}
