package dev.twobit.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.InvalidInputException;
import dev.twobit.tensor.Torch;
import java.util.Objects;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** LSQ with the codes of tensors that may have values below zero, and of those that have none. */
class ResidualQuantizerTest {
  private static final int COUNT = 600;

  private static ActivationQuantizer quantizer(String text, boolean signed) {
    return QuantizerRegistry.residual(QuantizerChoice.parse("--residual", text, 4), signed)
        .orElseThrow();
  }

  private static float[] normal(long seed) {
    Random random = new Random(seed);
    float[] x = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  /** Values, and gradients of values and step, by the definition element by element. */
  @ParameterizedTest
  @CsvSource({"2, true", "2, false", "4, true", "4, false", "8, true", "8, false"})
  void valuesAndGradientsAreLsqs(int bits, boolean signed) {
    for (long seed = 1; seed <= 5; seed++) {
      ActivationQuantizer q = quantizer("lsq:bits=" + bits, signed);
      float[] x = normal(seed);
      float[] g = normal(seed + 100);
      double least = signed ? -Math.pow(2, bits - 1) : 0;
      double most = least + Math.pow(2, bits) - 1;
      try (PointerScope scope = new PointerScope()) {
        Tensor parameter = Objects.requireNonNull(q.parameters().get("step"));
        float step = (float) (1.6 / most);
        parameter.detach().fill_(Torch.scalar(step));
        Tensor input = Torch.tensor(x, 2, COUNT / 2).set_requires_grad(true);
        Tensor values = q.quantize(input);
        values.mul(Torch.tensor(g, 2, COUNT / 2)).sum().backward();
        float[] found = Torch.floats(values);
        float[] gradient = Torch.floats(input.grad());
        double ofStep = 0;
        int clipped = 0;
        for (int i = 0; i < COUNT; i++) {
          double place = x[i] / step;
          double code = Math.rint(Math.min(most, Math.max(least, place)));
          boolean inside = place > least && place < most;
          clipped += inside ? 0 : 1;
          assertThat(found[i]).isEqualTo((float) code * step);
          assertThat(gradient[i]).isEqualTo(inside ? g[i] : 0);
          ofStep += g[i] * (inside ? code - place : code);
        }
        assertThat(clipped).isBetween(10, COUNT - 10);
        double scale = 1 / Math.sqrt(COUNT / 2.0 * most);
        assertThat(parameter.grad().item_double()).isCloseTo(scale * ofStep, within(1e-4));
      }
      assertThat(q.isSigned()).isEqualTo(signed);
    }
  }

  /** The step that it starts from has the least squared error, negative values counted. */
  @ParameterizedTest
  @CsvSource({"2, true", "4, true", "4, false"})
  void itStartsWhereFewStepsAreBetter(int bits, boolean signed) {
    ActivationQuantizer q = quantizer("lsq:bits=" + bits, signed);
    float[] x = normal(7);
    try (PointerScope scope = new PointerScope()) {
      q.initializeFrom(Torch.tensor(x, COUNT));
    }
    double own = error(x, bits, signed, q.step());
    for (double factor = 0.25; factor < 4; factor *= 1.02) {
      assertThat(own).isLessThan(1.02 * error(x, bits, signed, q.step() * factor));
    }
  }

  private static double error(float[] x, int bits, boolean signed, double step) {
    double least = signed ? -Math.pow(2, bits - 1) : 0;
    double sum = 0;
    for (float v : x) {
      double code = Math.rint(Math.min(least + Math.pow(2, bits) - 1, Math.max(least, v / step)));
      sum += (v - code * step) * (v - code * step);
    }
    return sum;
  }

  @Test
  void otherQuantizersAndOneBitAreRefused() {
    assertThatThrownBy(() -> quantizer("pact", true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "--residual: quantizer 'pact' is not known; expected one of lsq, none");
    assertThatThrownBy(() -> quantizer("lsq:bits=1", false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--residual 'lsq:bits=1'");
  }
}
