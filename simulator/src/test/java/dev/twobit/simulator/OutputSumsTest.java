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

  /**
   * A function in passing leaves them in one piece; a sum of two tensors is a step's own result.
   */
  @Test
  void onlyWhatComesOfTheArrayIsASum() {
    Layer relu = Layer.Activation.relu("relu", "a", "relu");
    Network passing = network(List.of(convolution("a", "image"), relu), List.of("relu"));
    Network added =
        network(
            List.of(convolution("a", "image"), new Layer.Add("add", List.of("a", "image"), "add")),
            List.of("add"));

    assertThat(PrecisionPlan.deployed(passing, 2, 8).copies("relu")).containsExactly(32);
    assertThat(PrecisionPlan.deployed(added, 2, 8)).isEqualTo(PrecisionPlan.uniform(added, 2, 8));
  }
}
