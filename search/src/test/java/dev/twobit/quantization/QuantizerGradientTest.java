package dev.twobit.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.tensor.Torch;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradients in double precision against central differences of the definition written in plain
 * Java, rounding residuals and statistics frozen at the base point.
 */
class QuantizerGradientTest {
  private static final double H = 1e-6;

  /** Away from every kink of the quantizers below at the parameters that {@link #base} sets. */
  private static final double[] POINTS = {
    -1.37, -0.83, -0.52, -0.23, -0.061, 0.043, 0.17, 0.38, 0.61, 0.92, 1.63
  };

  static Stream<String> weights() {
    return QuantizerContractTest.weights();
  }

  static Stream<String> activations() {
    return QuantizerContractTest.activations();
  }

  private static double mean() {
    return Arrays.stream(POINTS).average().orElseThrow();
  }

  static Stream<String> signedActivations() {
    return QuantizerContractTest.signedActivations();
  }

  /** Of the points, about their mean, by their number. */
  private static double deviation() {
    double mean = mean();
    return Math.sqrt(
        Arrays.stream(POINTS).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
  }

  private static Tensor leaf(double[] values, long... shape) {
    return Tensor.create(values, shape).set_requires_grad(true);
  }

  private static double[] doubles(Tensor tensor) {
    Tensor plain = tensor.detach().contiguous();
    double[] values = new double[(int) plain.numel()];
    new DoublePointer(plain.data_ptr_double()).get(values);
    return values;
  }

  /** Parameters in double precision, away from where they start. */
  private static Map<String, Double> base(Map<String, Tensor> parameters) {
    Map<String, Double> values = new LinkedHashMap<>();
    parameters.forEach(
        (name, p) -> {
          double value =
              switch (name) {
                case "alpha" -> 1.1;
                case "step" -> 0.31;
                case "below" -> 0.47;
                case "center" -> 0.55;
                case "distance" -> 0.44;
                case "start" -> 0.11;
                case "length1", "length3" -> 0.21;
                case "length2" -> 0.52;
                default -> 1.3;
              };
          p.set_data(p.detach().to(ScalarType.Double).fill_(Torch.scalar(value)));
          values.put(name, value);
        });
    return values;
  }

  /** The smooth expression of one element, residual frozen, by its value and the parameters. */
  @FunctionalInterface
  private interface Surrogate {
    double at(double v, Map<String, Double> parameters);
  }

  private static void check(
      Tensor quantized,
      Tensor leaf,
      Map<String, Tensor> parameters,
      Map<String, Double> base,
      Surrogate[] surrogates,
      double parameterScale) {
    double[] c = new double[POINTS.length];
    for (int i = 0; i < c.length; i++) {
      c[i] = 1 + 0.37 * i;
    }
    quantized.mul(Tensor.create(c, quantized.sizes().vec().get())).sum().backward();
    double[] gradient = doubles(leaf.grad());
    for (int i = 0; i < c.length; i++) {
      Surrogate s = surrogates[i];
      double slope = (s.at(POINTS[i] + H, base) - s.at(POINTS[i] - H, base)) / (2 * H);
      assertThat(gradient[i]).as("at %s", POINTS[i]).isCloseTo(c[i] * slope, within(1e-7));
    }
    base.forEach(
        (name, value) -> {
          ToDoubleFunction<Double> sum =
              p -> {
                Map<String, Double> moved = new LinkedHashMap<>(base);
                moved.put(name, p);
                double total = 0;
                for (int i = 0; i < c.length; i++) {
                  total += c[i] * surrogates[i].at(POINTS[i], moved);
                }
                return total;
              };
          double slope = (sum.applyAsDouble(value + H) - sum.applyAsDouble(value - H)) / (2 * H);
          Tensor p = parameters.get(name);
          assertThat(p).isNotNull();
          assertThat(doubles(p.grad())[0])
              .as("of %s", name)
              .isCloseTo(parameterScale * slope, within(1e-6));
        });
  }

  private static double clip(double v, double least, double most) {
    return Math.min(most, Math.max(least, v));
  }

  private static double of(Map<String, Double> parameters, String name) {
    Double value = parameters.get(name);
    assertThat(value).isNotNull();
    return value;
  }

  /** s clip(v/s) + s r with r at the base point. */
  private static Surrogate lsq(double v0, double s0, int least, int most, boolean binary) {
    double clipped = clip(v0 / s0, least, most);
    double residual = (binary ? (v0 >= 0 ? 1 : -1) : Math.rint(clipped)) - clipped;
    return (v, p) -> of(p, "step") * (clip(v / of(p, "step"), least, most) + residual);
  }

  /**
   * Additive powers of two of so many magnitude bits, 0..1 (as yhhhli/APoT_Quantization builds
   * them).
   */
  static double[] apotMagnitudes(int magnitudeBits) {
    double[][] terms =
        switch (magnitudeBits) {
          case 1 -> new double[][] {{1}};
          case 2 -> new double[][] {{1 / 2.0, 1 / 4.0, 1 / 8.0}};
          case 3 -> new double[][] {{1 / 2.0, 1 / 4.0, 1 / 16.0}, {1 / 8.0}};
          case 4 -> new double[][] {{1 / 2.0, 1 / 8.0, 1 / 32.0}, {1 / 4.0, 1 / 16.0, 1 / 64.0}};
          default ->
              new double[][] {
                {1 / 2.0, 1 / 8.0, 1 / 64.0}, {1 / 4.0, 1 / 16.0, 1 / 128.0}, {1 / 32.0}
              };
        };
    double[] sums = {0};
    for (double[] term : terms) {
      double[] before = sums;
      sums =
          DoubleStream.concat(
                  Arrays.stream(before),
                  Arrays.stream(before).flatMap(s -> Arrays.stream(term).map(power -> s + power)))
              .toArray();
    }
    double most = Arrays.stream(sums).max().orElseThrow();
    return Arrays.stream(sums).map(s -> s / most).sorted().toArray();
  }

  /** alpha (u + r) within, sign(v) alpha outside, where weights still have all of the gradient. */
  private static Surrogate apot(double v0, double alpha0, int bits) {
    double u = v0 / alpha0;
    if (Math.abs(u) > 1) {
      return (v, p) -> Math.signum(u) * of(p, "alpha") + v - v0;
    }
    double nearest =
        Arrays.stream(apotMagnitudes(bits < 6 ? Math.max(1, bits - 2) : bits - 3))
            .boxed()
            .min(Comparator.comparingDouble(m -> Math.abs(m - Math.abs(u))))
            .orElseThrow();
    double residual = Math.signum(u) * nearest - u;
    return (v, p) -> v + of(p, "alpha") * residual;
  }

  /** clip(v, lo, lo + n s) + s r: lo moves with the reach, and stands at -z s. */
  private static Surrogate lsqPlus(double v0, Map<String, Double> base, int n) {
    double s0 = of(base, "step");
    double z = Math.min(n - 1, Math.rint(of(base, "below") / s0));
    double clipped = clip(v0 / s0, -z, n - z);
    double residual = Math.rint(clipped) - clipped;
    return (v, p) -> {
      double lo = -z * s0 - (of(p, "below") - of(base, "below"));
      return clip(v, lo, lo + n * of(p, "step")) + residual * of(p, "step");
    };
  }

  /** scale (place + r): the line through the ends of the stretches, r the rounding at the base. */
  private static Surrogate n2uq(double v0, Map<String, Double> base, int n) {
    double middle = of(base, "start");
    int code = 0;
    for (int i = 1; i <= n; i++) {
      double length = of(base, "length" + i);
      code += v0 > middle + length / 2 ? 1 : 0;
      middle += length;
    }
    double residual = code - stretches(v0, base, n);
    return (v, p) -> of(p, "scale") * (stretches(v, p, n) + residual);
  }

  private static double stretches(double v, Map<String, Double> p, int n) {
    double from = of(p, "start");
    double sum = 0;
    for (int i = 1; i <= n; i++) {
      sum += clip((v - from) / of(p, "length" + i), 0, 1);
      from += of(p, "length" + i);
    }
    return sum;
  }

  private static double line(double magnitude, Map<String, Double> p) {
    double d = of(p, "distance");
    return clip((magnitude - (of(p, "center") - d)) / (2 * d), 0, 1);
  }

  @ParameterizedTest
  @MethodSource("weights")
  void ofWeights(String text) {
    WeightQuantizer q = QuantizerContractTest.weight(text);
    Map<String, Double> base = base(q.parameters());
    Tensor w = leaf(POINTS, POINTS.length);
    int bits = q.bits();
    int most = bits == 1 ? 1 : (1 << (bits - 1)) - 1;
    double alpha = q instanceof Sawb s ? s.alpha(w).item_double() : 0;
    double largest = Math.tanh(1.63);
    Surrogate[] surrogates = new Surrogate[POINTS.length];
    boolean plainApot = text.contains("normalize=none");
    boolean centered = text.contains("mean-std") || q.name().equals("apot") && !plainApot;
    double center = centered ? mean() : 0;
    double deviation = centered || text.contains("=std") ? deviation() : 1;
    for (int i = 0; i < surrogates.length; i++) {
      double v0 = (POINTS[i] - center) / deviation;
      Surrogate own =
          switch (q.name()) {
            case "dorefa" ->
                bits == 1
                    ? (v, p) -> v
                    : text.contains("normalize")
                        ? (v, p) -> Math.tanh(v)
                        : (v, p) -> Math.tanh(v) / largest;
            case "sawb" -> text.contains("plus") ? (v, p) -> v : (v, p) -> clip(v, -alpha, alpha);
            case "lsq" -> lsq(v0, of(base, "step"), bits == 1 ? -1 : -most - 1, most, bits == 1);
            case "wrpn" -> (v, p) -> clip(v, -1, 1);
            case "qil" ->
                (v, p) ->
                    Math.signum(v) * Math.pow(line(Math.abs(v), p), p.getOrDefault("gamma", 1.5));
            case "apot" -> apot(v0, of(base, "alpha"), bits);
            default -> (v, p) -> v;
          };
      surrogates[i] = (v, p) -> own.at((v - center) / deviation, p);
    }
    double scale = q.name().equals("lsq") ? 1 / Math.sqrt(POINTS.length * (double) most) : 1;
    check(q.quantize(w), w, q.parameters(), base, surrogates, scale);
  }

  @ParameterizedTest
  @MethodSource("activations")
  void ofActivations(String text) {
    ActivationQuantizer q = QuantizerContractTest.activation(text);
    Map<String, Double> base = base(q.parameters());
    Tensor x = leaf(POINTS, 1, POINTS.length);
    int n = (1 << q.bits()) - 1;
    Surrogate[] surrogates = new Surrogate[POINTS.length];
    for (int i = 0; i < surrogates.length; i++) {
      double v0 = POINTS[i];
      surrogates[i] =
          switch (q.name()) {
            case "pact" -> (v, p) -> clip(v, 0, of(p, "alpha"));
            case "lsq" -> lsq(v0, of(base, "step"), 0, n, false);
            case "lsqplus" -> lsqPlus(v0, base, n);
            case "n2uq" -> n2uq(v0, base, n);
            case "qil" -> (v, p) -> line(v, p);
            case "hwgq" -> (v, p) -> clip(v, 0, 0.2 * n);
            default -> (v, p) -> clip(v, 0, 1);
          };
    }
    double scale = q.name().startsWith("lsq") ? 1 / Math.sqrt(POINTS.length * (double) n) : 1;
    check(q.quantize(x), x, q.parameters(), base, surrogates, scale);
  }

  /** PACT's last code is a step below alpha; below, it clips at -alpha. */
  @ParameterizedTest
  @MethodSource("signedActivations")
  void ofSignedActivations(String text) {
    ActivationQuantizer q = QuantizerContractTest.signed(text);
    Map<String, Double> base = base(q.parameters());
    Tensor x = leaf(POINTS, 1, POINTS.length);
    int half = 1 << (q.bits() - 1);
    Surrogate[] surrogates = new Surrogate[POINTS.length];
    for (int i = 0; i < surrogates.length; i++) {
      double v0 = POINTS[i];
      surrogates[i] =
          q.name().equals("pact")
              ? (v, p) -> clip(v, -of(p, "alpha"), of(p, "alpha") * (half - 1) / half)
              : lsq(v0, of(base, "step"), -half, half - 1, false);
    }
    double scale = q.name().equals("lsq") ? 1 / Math.sqrt(POINTS.length * (half - 1.0)) : 1;
    check(q.quantize(x), x, q.parameters(), base, surrogates, scale);
  }
}
