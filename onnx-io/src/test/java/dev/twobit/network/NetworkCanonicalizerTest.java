package dev.twobit.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is dropped at the end of a classifier, and that no name of it is left. */
class NetworkCanonicalizerTest {
  private final Sketch sketch = new Sketch(1, 3, 6, 6);
  private final String logits = sketch.classes(sketch.unit("conv", "x", 4));

  private String softmax() {
    return sketch.add(new Layer.Softmax("softmax", logits, "softmax", 1, false, false));
  }

  @Test
  void softmaxAtTheEndIsDropped() {
    Network canonical = NetworkCanonicalizer.canonical(sketch.drawn("last", softmax()).network());
    assertThat(canonical.outputs()).containsExactly(logits);
    assertThat(canonical.shapes()).doesNotContainKey("softmax");
    assertThat(canonical.layers()).extracting(Layer::operator).doesNotContain("Softmax");
  }

  @Test
  void softmaxWhoseClassesGetAnotherShapeIsDropped() {
    String points = sketch.reshape("points", softmax(), 1, 3, 1, 1);
    String output = sketch.reshape("rows", points, 1, 3);
    Network canonical = NetworkCanonicalizer.canonical(sketch.drawn("shaped", output).network());
    assertThat(canonical.outputs()).containsExactly("rows");
    assertThat(canonical.layer("points").map(Layer::input)).contains(logits);
    assertThat(canonical.shapes()).doesNotContainKey("softmax");
  }

  @Test
  void softmaxThatSomethingElseIsComputedFromStays() {
    String output = sketch.connect("more", softmax(), 3);
    Network canonical = NetworkCanonicalizer.canonical(sketch.drawn("inside", output).network());
    assertThat(canonical.layers()).extracting(Layer::operator).contains("Softmax");
    assertThat(canonical.outputs()).isEqualTo(List.of("more"));
  }
}
