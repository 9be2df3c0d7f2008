package dev.twobit.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.TensorShape;
import dev.twobit.tensor.Torch;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizerTest {
  /** alpha 3 makes the step 1: ties go to the even code. */
  @Test
  void pactLevelsWithTies() {
    Pact pact = new Pact(2, 3);
    float[] q =
        Torch.floats(
            pact.quantize(
                Torch.tensor(new float[] {-1, 0, 0.49f, 0.5f, 1.5f, 2.5f, 2.51f, 3, 9}, 9)));
    assertThat(q).containsExactly(0, 0, 0, 0, 2, 2, 3, 3, 3);
    assertThat(pact.step()).isEqualTo(1f);
  }

  @Test
  void pactGradientIsThePapers() {
    Pact pact = new Pact(2, 3);
    Tensor x = Torch.tensor(new float[] {-1, 0.4f, 2.9f, 3.5f, 8}, 5).set_requires_grad(true);
    Tensor weights = Torch.tensor(new float[] {2, 3, 5, 7, 11}, 5);
    pact.quantize(x).mul(weights).sum().backward();
    assertThat(Torch.floats(x.grad())).containsExactly(0, 3, 5, 0, 0);
    assertThat(Torch.floats(pact.parameters().values().iterator().next().grad()))
        .containsExactly(7 + 11);
  }

  @Test
  void pactStartsWhereTheErrorIsLeast() {
    Random random = new Random(1);
    float[] x = new float[4000];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) Math.abs(random.nextGaussian());
    }
    Pact pact = new Pact(2, 8);
    pact.initializeFrom(Torch.tensor(x, x.length));
    // The best uniform 4-level clip of a half-normal lies near 1.9 deviations.
    assertThat((double) pact.step() * 3).isBetween(1.6, 2.3);
  }

  @Test
  void doReFaLevels() {
    DoReFa quantizer = new DoReFa(2);
    float[] q = Torch.floats(quantizer.quantize(Torch.tensor(new float[] {-2, -0.5f, 0.5f, 2}, 4)));
    assertThat(q).containsExactly(-1f, -1f / 3, 1f / 3, 1f);
  }

  /** Rounding and the maximum frozen, the slope is tanh's over the maximum. */
  @Test
  void doReFaGradientAgainstFiniteDifferences() {
    float[] w = {-0.8f, -0.1f, 0.3f, 0.9f};
    Tensor leaf = Torch.tensor(w, 4).set_requires_grad(true);
    Tensor c = Torch.tensor(new float[] {1, 2, 3, 4}, 4);
    new DoReFa(2).quantize(leaf).mul(c).sum().backward();
    float[] gradient = Torch.floats(leaf.grad());
    double largest = Math.tanh(0.9f);
    for (int i = 0; i < w.length; i++) {
      double h = 1e-5;
      double difference = (i + 1) * (Math.tanh(w[i] + h) - Math.tanh(w[i] - h)) / (2 * h) / largest;
      assertThat((double) gradient[i]).isCloseTo(difference, within(1e-4));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 8})
  void theIntegerFormIsExactlyTheFakeQuantizedValue(int bits) {
    Random random = new Random(bits);
    float[] w = new float[3000];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) random.nextGaussian();
    }
    DoReFa quantizer = new DoReFa(bits);
    Tensor tensor = Torch.tensor(w, w.length);
    float[] fake = Torch.floats(quantizer.quantize(tensor));
    var integers = quantizer.encode(tensor, TensorShape.of(w.length));
    for (int i = 0; i < w.length; i++) {
      assertThat(fake[i]).isEqualTo(integers.levels()[i] * integers.step());
    }
  }
}
