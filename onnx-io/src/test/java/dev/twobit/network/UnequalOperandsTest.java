package dev.twobit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.reference.ReferenceExecutor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An Add whose operands get different widths, and are padded instead of bridged. */
class UnequalOperandsTest {
  private final Sketch sketch = new Sketch(1, 3, 4, 4);
  private final String stem = sketch.conv("stem", "x", 4);
  private final String main = sketch.conv("main", stem, 4);

  private Network block() {
    String sum = sketch.sum("sum", main, stem);
    return sketch.drawn("block", sketch.conv("behind", sum, 2, 1, 1, 1)).network();
  }

  private static Network padded(Network network, int stem, int main) {
    Network derived =
        WidthAdapter.adapt(network, Map.of("stem", stem, "main", main), UnequalOperands.PADDED);
    ShapeJudge.check(derived);
    return derived;
  }

  @Test
  void theNarrowerGetsChannelsOfZerosBehindItsOwn() {
    Network network = block();
    for (boolean wideStem : new boolean[] {true, false}) {
      Network derived = wideStem ? padded(network, 6, 2) : padded(network, 2, 6);
      assertThat(derived.shape("sum").channels()).isEqualTo(6);
      assertThat(derived.layer("sum.pad"))
          .containsInstanceOf(Layer.Pad.class)
          .get()
          .satisfies(p -> assertThat(p.input()).isEqualTo(wideStem ? "main" : "stem"))
          .satisfies(p -> assertThat(((Layer.Pad) p).before()).containsOnly(0))
          .satisfies(p -> assertThat(((Layer.Pad) p).after()).isEqualTo(List.of(0, 4, 0, 0)));
      assertThat(derived.convolutions()).hasSize(3);
    }
  }

  /** Beyond the narrower's channels the sum is the wider alone. */
  @Test
  void whatTheWiderHasBeyondPassesThrough() {
    Network derived = padded(block(), 5, 2);
    Parameters weights = Sketch.weights(derived, new Random(3));
    float[] image = new float[3 * 4 * 4];
    for (int i = 0; i < image.length; i++) {
      image[i] = i / 16f - 1;
    }
    float[] sum = output(derived, weights, "sum", image);
    float[] wide = output(derived, weights, "stem", image);
    float[] narrow = output(derived, weights, "main", image);
    for (int i = 0; i < sum.length; i++) {
      assertThat(sum[i]).isEqualTo(i < narrow.length ? narrow[i] + wide[i] : wide[i]);
    }
  }

  private static float[] output(Network network, Parameters weights, String tensor, float[] image) {
    Network ending =
        new Network(
            network.name(),
            network.inputs(),
            List.of(tensor),
            network.layers(),
            network.shapes(),
            weights,
            false);
    return ReferenceExecutor.run(ending, image);
  }

  @Test
  void equalWidthsNeedNothing() {
    Network network = block();
    assertThat(padded(network, 4, 4).layers()).isEqualTo(network.layers());
  }

  @Test
  void channelsOnTwoAxesAreNotPadded() {
    String one = sketch.reshape("one", stem, 1, 2, 2, 4, 4);
    String other = sketch.reshape("other", main, 1, 2, 2, 4, 4);
    String sum = sketch.reshape("joined", sketch.sum("sum", one, other), 1, 4, 4, 4);
    Network network = sketch.drawn("split", sketch.conv("behind", sum, 2, 1, 1, 1)).network();
    assertThatThrownBy(() -> padded(network, 4, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("split: node 'sum': channels on two axes cannot be padded");
  }
}
