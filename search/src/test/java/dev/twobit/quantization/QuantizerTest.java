package dev.twobit.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.TensorShape;
import dev.twobit.tensor.Torch;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
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

  /** Without rounding PACT is clip(x, 0, alpha), whose differences in x and alpha are exact. */
  @Test
  void pactGradientsAgainstFiniteDifferencesOfTheClip() {
    Random random = new Random(5);
    float[] x = new float[500];
    float[] c = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (2 * random.nextGaussian());
      c[i] = (float) random.nextGaussian();
    }
    double alpha = 1.25;
    Pact pact = new Pact(2, alpha);
    Tensor leaf = Torch.tensor(x, x.length).set_requires_grad(true);
    pact.quantize(leaf).mul(Torch.tensor(c, c.length)).sum().backward();
    float[] gradient = Torch.floats(leaf.grad());
    double h = 1e-4;
    double byAlpha = 0;
    for (int i = 0; i < x.length; i++) {
      double byX = c[i] * (clip(x[i] + h, alpha) - clip(x[i] - h, alpha)) / (2 * h);
      assertThat((double) gradient[i]).isCloseTo(byX, within(1e-4));
      byAlpha += c[i] * (clip(x[i], alpha + h) - clip(x[i], alpha - h)) / (2 * h);
    }
    assertThat((double) Torch.floats(alphaOf(pact).grad())[0]).isCloseTo(byAlpha, within(1e-3));
  }

  private static double clip(double x, double alpha) {
    return Math.min(alpha, Math.max(0, x));
  }

  private static Tensor alphaOf(Pact pact) {
    return pact.parameters().values().iterator().next();
  }

  /** At alpha itself PACT's derivative by alpha is 1 (Choi et al. 2018, equation 3). */
  @Test
  void pactAlphaGradientAddsUpAndCountsAlphaItself() {
    Pact pact = new Pact(2, 3);
    Tensor constant = Torch.tensor(new float[] {1, 3, 4}, 3);
    Tensor weights = Torch.tensor(new float[] {2, 5, 7}, 3);
    for (int pass = 1; pass <= 2; pass++) {
      // Two uses in one graph, of an input that needs no gradient itself.
      Tensor ones = torch.ones(3);
      Tensor first = pact.quantize(constant).mul(weights);
      first.add(pact.quantize(constant).mul(ones)).sum().backward();
      assertThat(Torch.floats(alphaOf(pact).grad())).containsExactly(pass * (5 + 7 + 1 + 1));
    }
  }

  /** Backward overwrites it: a sum of two tensors hands the same one to both. */
  @Test
  void aGradientThatAnotherReadsIsRefusedRatherThanOverwritten() {
    Pact pact = new Pact(2, 3);
    Tensor x = Torch.tensor(new float[] {-1, 1, 4}, 3).set_requires_grad(true);
    Tensor sum = pact.quantize(x).add(pact.quantize(x)).sum();
    assertThatThrownBy(sum::backward).hasMessageContaining("has another reader");
  }

  /** As in a step on architecture parameters, where weights are frozen. */
  @Test
  void frozenAlphaGetsNoGradientAndTheInputItsOwn() {
    Pact pact = new Pact(2, 3);
    alphaOf(pact).set_requires_grad(false);
    Tensor x = Torch.tensor(new float[] {-1, 1, 4}, 3).set_requires_grad(true);
    pact.quantize(x).sum().backward();
    assertThat(Torch.floats(x.grad())).containsExactly(0, 1, 0);
    assertThat(alphaOf(pact).grad().defined()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void pactValuesAreExactlyCodeTimesStep(int bits) {
    Random random = new Random(bits);
    float[] x = new float[2000];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (3 * random.nextGaussian());
    }
    Pact pact = new Pact(bits, 2.7);
    float[] q = Torch.floats(pact.quantize(Torch.tensor(x, x.length)));
    for (float v : q) {
      int code = Math.round(v / pact.step());
      assertThat(v).isEqualTo(code * pact.step());
      assertThat(code).isBetween(0, (1 << bits) - 1);
    }
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
