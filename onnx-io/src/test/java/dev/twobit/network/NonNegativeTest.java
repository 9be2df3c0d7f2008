package dev.twobit.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Layer.ConstantOperation;
import dev.twobit.reference.ReferenceExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is certain never to be below zero is not, and what obviously is not is found. */
class NonNegativeTest {
  private static final int NETWORKS = 200;

  private static boolean isFound(Network network, String tensor) {
    return NonNegative.of(tensor, network, network.producers());
  }

  /** Of tensors that do fall below zero, and of those that are found not to, there are many. */
  @Test
  void whatIsFoundHoldsForRandomNetworks() {
    int found = 0;
    int negative = 0;
    for (long seed = 1; seed <= NETWORKS; seed++) {
      Network network = RandomNetworks.network(seed);
      Random random = new Random(seed);
      float[] image = new float[(int) network.shape("x").elementCount()];
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) random.nextGaussian();
      }
      for (Map.Entry<String, WeightTensor> tensor :
          ReferenceExecutor.runAll(network, image).entrySet()) {
        float least = least(tensor.getValue());
        if (isFound(network, tensor.getKey())) {
          found++;
          assertThat(least).as("%s of %s", tensor.getKey(), network.name()).isNotNegative();
        }
        negative += least < 0 ? 1 : 0;
      }
    }
    assertThat(found).isGreaterThan(5 * NETWORKS);
    assertThat(negative).isGreaterThan(5 * NETWORKS);
  }

  private static float least(WeightTensor tensor) {
    float least = 0;
    for (float value : tensor.values()) {
      least = value < least ? value : least; // a negative zero is none
    }
    return least;
  }

  /** A ReLU, a convolution, and what reads one of them, or both. */
  @Test
  void signsFollowTheLayers() {
    Sketch s = new Sketch(1, 4, 8, 8);
    String any = s.conv("any", "x", 4);
    String not = s.relu("not", any);
    List<String> never =
        List.of(
            not,
            s.sigmoid("sigmoid", any),
            s.pool("pool", not),
            s.mean("mean", not),
            s.concat("concat", not, s.sigmoid("other", not)),
            s.sum("sum", not, "sigmoid"),
            s.product("product", not, "sigmoid"),
            s.product("square", any, any),
            s.pad("pad", not, 1, 1),
            s.framed("framed", not),
            s.slice("slice", not, 0, 2, 1),
            s.reshape("reshape", not, 1, -1),
            s.transpose("transpose", not, 0, 2, 3, 1),
            s.twice("nearest", not, Resampling.Mode.NEAREST),
            s.twice("linear", not, Resampling.Mode.LINEAR),
            s.normalized("normalized", not),
            s.sloped("sloped", not));
    List<String> maybe = new ArrayList<>(List.of("x", any));
    maybe.addAll(
        List.of(
            s.conv("again", not, 4),
            s.bn("bn", not),
            s.sum("residual", not, any),
            s.product("gated", any, "sigmoid"),
            s.concat("mixed", not, any),
            s.pool("pooled", any),
            s.twice("enlarged", any, Resampling.Mode.LINEAR),
            s.sloped("leaky", any),
            s.reshape("moved", any, 1, -1),
            s.connect("fc", "moved", 4)));
    Network network = s.drawn("signs", "fc").network();
    assertThat(never).allMatch(t -> isFound(network, t));
    assertThat(maybe).noneMatch(t -> isFound(network, t));
    Map<String, Layer> producers = network.producers();
    assertThat(NonNegative.of("x", network, producers, Set.of("x"))).isTrue();
    assertThat(NonNegative.of("any", network, producers, Set.of("x"))).isFalse();
    assertThat(NonNegative.of("leaky", network, producers, Set.of("any"))).isTrue();
  }

  /** Of a tensor that may be below zero, and of one that is not. */
  @ParameterizedTest
  @CsvSource({
    "RELU, 0, 0, true, true",
    "CLIP, 0, 6, true, true",
    "CLIP, -1, 6, false, true",
    "CLIP, 1, -1, false, false",
    "CLIP, -3, -1, false, false",
    "LEAKY_RELU, 0.1, 0, false, true",
    "LEAKY_RELU, 0, 0, true, true",
    "HARD_SWISH, 0, 0, false, true",
    "TANH, 0, 0, false, true",
    "ELU, 1, 0, false, true",
    "HARD_SIGMOID, 0.2, 0.5, true, true"
  })
  void functions(Layer.Function function, float alpha, float beta, boolean ofAny, boolean ofNot) {
    Sketch s = new Sketch(1, 2, 4, 4);
    String not = s.relu("not", "x");
    s.add(new Layer.Activation("a", "x", "a", function, alpha, beta));
    s.add(new Layer.Activation("b", not, "b", function, alpha, beta));
    Network network = s.drawn("function", s.sum("sum", "a", "b")).network();
    assertThat(isFound(network, "a")).isEqualTo(ofAny);
    assertThat(isFound(network, "b")).isEqualTo(ofNot);
  }

  /** Behind a ReLU, with a constant. */
  @ParameterizedTest
  @CsvSource({
    "ADD, 1, true",
    "ADD, -1, false",
    "SUBTRACT, -1, true",
    "SUBTRACT, 1, false",
    "MULTIPLY, 2, true",
    "MULTIPLY, -2, false",
    "DIVIDE, 2, true",
    "DIVIDE, -2, false",
    "SUBTRACT_FROM, 1, false",
    "POWER, 2, true",
    "POWER, 0.5, true",
    "POWER, 3, true"
  })
  void constants(ConstantOperation operation, float constant, boolean expected) {
    Sketch s = new Sketch(1, 2, 4, 4);
    String made = s.constant("c", s.relu("not", "x"), operation, 1);
    Network drawn = s.drawn("constant", made).network();
    Network network =
        drawn.withParameters(
            drawn.parameters().with(Map.of("c.constant", WeightTensor.vector(constant))));
    assertThat(isFound(network, made)).isEqualTo(expected);
  }
}
