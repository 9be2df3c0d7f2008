package dev.twobit.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.tensor.Torch;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients with delta against those without, of a gradient that is scaled in plain Java. */
class EwgsTest {
  private static final int COUNT = 400;
  private static final double DELTA = 0.8;

  /** Learned parameters, where a quantizer has them, and what it measures. */
  private static final Map<String, Double> BASE =
      Map.of(
          "step",
          0.31,
          "below",
          0.4,
          "alpha",
          1.1,
          "center",
          0.55,
          "distance",
          0.44,
          "start",
          0.11,
          "length1",
          0.29,
          "length2",
          0.5,
          "length3",
          0.2);

  private static float[] normal(long seed) {
    Random random = new Random(seed);
    float[] x = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private static double clip(double v, double least, double most) {
    return Math.min(most, Math.max(least, v));
  }

  /** Where a value lies between the first level, 0, and the last, 1. */
  private interface Place {
    double of(double v);
  }

  private static double line(double v) {
    return clip((v - 0.11) / 0.88, 0, 1);
  }

  private static Place place(String text, double measured) {
    return switch (text) {
      case "lsq" -> v -> (clip(v / 0.31, -2, 1) + 2) / 3;
      case "lsq:bits=1" -> v -> (clip(v / 0.31, -1, 1) + 1) / 2;
      case "wrpn:bits=3" -> v -> (clip(v, -1, 1) + 1) / 2;
      case "qil:bits=3,gamma=1" -> v -> (Math.signum(v) * line(Math.abs(v)) + 1) / 2;
      case "dorefa" -> v -> (Math.tanh(v) / measured + 1) / 2;
      case "sawb", "sawb:zero=true" -> v -> (clip(v / measured, -1, 1) + 1) / 2;
      case "gaussian" -> v -> (clip(v / (0.996 * measured), -1.5, 1.5) + 1.5) / 3;
      default -> throw new AssertionError(text);
    };
  }

  private static Place activationPlace(String text) {
    return switch (text) {
      case "lsq" -> v -> clip(v / 0.31, 0, 3) / 3;
      case "lsqplus" -> v -> (clip(v / 0.31, -1, 2) + 1) / 3;
      case "pact:init=1.1" -> v -> clip(v / 1.1, 0, 1);
      case "n2uq" ->
          v ->
              clip((v - 0.11) / 0.29, 0, 1) / 3
                  + clip((v - 0.4) / 0.5, 0, 1) / 3
                  + clip((v - 0.9) / 0.2, 0, 1) / 3;
      case "qil" -> EwgsTest::line;
      case "hwgq:bits=1" -> v -> clip(v / 0.799, 0, 1);
      case "wrpn:bits=4" -> v -> clip(v, 0, 1);
      default -> throw new AssertionError(text);
    };
  }

  /** Values, gradients of the input, and of every parameter by name. */
  private record Pass(float[] values, float[] ofInput, Map<String, Double> ofParameters) {
    static Pass of(
        Function<Tensor, Tensor> quantizer, Map<String, Tensor> parameters, float[] x, float[] g) {
      Tensor input = Torch.tensor(x, 4, COUNT / 4).set_requires_grad(true);
      Tensor y = quantizer.apply(input);
      y.mul(Torch.tensor(g, 4, COUNT / 4)).sum().backward();
      Map<String, Double> gradients = new LinkedHashMap<>();
      parameters.forEach((name, p) -> gradients.put(name, p.grad().item_double()));
      return new Pass(Torch.floats(y), Torch.floats(input.grad()), gradients);
    }
  }

  /** The gradient that the paper hands on, of values that were rounded to these. */
  private static float[] scaled(float[] g, float[] x, float[] rounded, Place place) {
    float least = Float.MAX_VALUE;
    float most = -Float.MAX_VALUE;
    for (float v : rounded) {
      least = Math.min(least, v);
      most = Math.max(most, v);
    }
    float[] result = new float[g.length];
    for (int i = 0; i < g.length; i++) {
      double distance = place.of(x[i]) - (rounded[i] - least) / (most - least);
      result[i] = (float) (g[i] * (1 + DELTA * Math.signum(g[i]) * distance));
    }
    return result;
  }

  private static void fill(Map<String, Tensor> parameters) {
    parameters.forEach((name, p) -> p.detach().fill_(Torch.scalar(BASE.getOrDefault(name, 1.0))));
  }

  private static void compare(Pass ewgs, Pass straight) {
    assertThat(ewgs.values).isEqualTo(straight.values);
    assertThat(ewgs.ofInput).containsExactly(straight.ofInput, within(1e-5f));
    straight.ofParameters.forEach(
        (name, gradient) ->
            assertThat(ewgs.ofParameters.get(name)).as(name).isCloseTo(gradient, within(1e-3)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lsq",
        "lsq:bits=1",
        "wrpn:bits=3",
        "qil:bits=3,gamma=1",
        "dorefa",
        "sawb",
        "sawb:zero=true",
        "gaussian"
      })
  void ofWeights(String text) {
    try (PointerScope scope = new PointerScope()) {
      float[] w = normal(1);
      float[] g = normal(2);
      WeightQuantizer straight = QuantizerContractTest.weight(text);
      WeightQuantizer ewgs = QuantizerContractTest.weight(with(text));
      fill(straight.parameters());
      fill(ewgs.parameters());
      Tensor latent = Torch.tensor(w, COUNT);
      Place place = place(text, straight.statistic(latent).item_double());
      float[] turned = scaled(g, w, Torch.floats(straight.quantize(latent)), place);
      assertThat(turned).isNotEqualTo(g);
      compare(
          Pass.of(ewgs::quantize, ewgs.parameters(), w, g),
          Pass.of(straight::quantize, straight.parameters(), w, turned));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"lsq", "lsqplus", "pact:init=1.1", "n2uq", "qil", "hwgq:bits=1", "wrpn:bits=4"})
  void ofActivations(String text) {
    try (PointerScope scope = new PointerScope()) {
      float[] x = normal(3);
      float[] g = normal(4);
      ActivationQuantizer straight = QuantizerContractTest.activation(text);
      ActivationQuantizer ewgs = QuantizerContractTest.activation(with(text));
      fill(straight.parameters());
      fill(ewgs.parameters());
      Tensor input = Torch.tensor(x, 4, COUNT / 4);
      float[] turned = scaled(g, x, Torch.floats(straight.quantize(input)), activationPlace(text));
      assertThat(turned).isNotEqualTo(g);
      compare(
          Pass.of(ewgs::quantize, ewgs.parameters(), x, g),
          Pass.of(straight::quantize, straight.parameters(), x, turned));
    }
  }

  private static String with(String text) {
    return text + (text.contains(":") ? "," : ":") + "delta=" + DELTA;
  }

  /** 1.2 of 3 lies at 0.4 and is rounded to 1/3: a fifteenth above. */
  @Test
  void aGradientGrowsWhereItLeadsToTheNextLevel() {
    ActivationQuantizer q = QuantizerContractTest.activation("pact:init=3,delta=0.5");
    Tensor x = Torch.tensor(new float[] {1.2f, 1.2f, 1, 4}, 1, 4).set_requires_grad(true);
    q.quantize(x).mul(Torch.tensor(new float[] {2, -2, 2, 2}, 1, 4)).sum().backward();
    assertThat(Torch.floats(x.grad()))
        .containsExactly(
            new float[] {2 * (1 + 0.5f / 15), -2 * (1 - 0.5f / 15), 2, 0}, within(1e-5f));
  }

  /** What a contract gets later is handed on too. */
  @Test
  void wrappersLeaveNothingToDefaults() throws NoSuchMethodException {
    for (Method m : ActivationQuantizer.class.getMethods()) {
      assertThat(EwgsActivations.class.getMethod(m.getName(), m.getParameterTypes()))
          .extracting(Method::getDeclaringClass)
          .isEqualTo(EwgsActivations.class);
    }
    for (Method m : RoundedWeights.class.getMethods()) {
      Class<?> owner =
          EwgsWeights.class.getMethod(m.getName(), m.getParameterTypes()).getDeclaringClass();
      // These four follow from values.
      assertThat(owner != WeightQuantizer.class || m.getName().matches("quantize|encode"))
          .as(m.toString())
          .isTrue();
    }
  }
}
