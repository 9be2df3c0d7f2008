package dev.twobit.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.TensorShape;
import dev.twobit.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every quantizer of the registry at every width it has. */
class QuantizerContractTest {
  static Stream<String> weights() {
    return entered("weights")
        .flatMap(d -> widths(d).mapToObj(b -> d.name() + ":bits=" + b))
        .flatMap(
            n ->
                n.equals("sawb:bits=2")
                    ? Stream.of(n, n + ",plus=true", n + ",zero=true")
                    : n.equals("sawb:bits=4")
                        ? Stream.of(n, n + ",zero=true", n + ",zero=true,plus=true")
                        : n.matches("dorefa:bits=[28]")
                            ? Stream.of(n, n + ",normalize=std")
                            : n.equals("qil:bits=3")
                                ? Stream.of(n, n + ",gamma=1.5", n + ",normalize=std")
                                : n.matches("(lsq|wrpn):bits=[128]")
                                    ? Stream.of(n, n + ",normalize=mean-std")
                                    : n.equals("apot:bits=4")
                                        ? Stream.of(n, n + ",normalize=none")
                                        : Stream.of(n));
  }

  static Stream<String> activations() {
    return entered("activations")
        .flatMap(
            d ->
                choices(d.name())
                    .flatMap(text -> widths(d).mapToObj(bits -> text + "bits=" + bits)));
  }

  /** Those that have codes below zero as well, at two bits and more. */
  static Stream<String> signedActivations() {
    return activations()
        .filter(text -> text.startsWith("pact:") || text.startsWith("lsq:"))
        .filter(text -> !text.endsWith("bits=1"));
  }

  private static Stream<String> choices(String activations) {
    return switch (activations) {
      case "pact" -> Stream.of("pact:init=3,");
      case "lsq" -> Stream.of("lsq:", "lsq:features=batch,");
      case "hwgq" -> Stream.of("hwgq:step=0.2,");
      default -> Stream.of(activations + ":");
    };
  }

  /** Whatever is entered is held to the contract. */
  private static Stream<QuantizerDescription> entered(String quantizes) {
    return QuantizerRegistry.descriptions().stream().filter(d -> d.quantizes().equals(quantizes));
  }

  private static IntStream widths(QuantizerDescription quantizer) {
    return IntStream.rangeClosed(quantizer.leastBits(), quantizer.mostBits())
        .filter(bits -> !quantizer.withoutBits().contains(bits));
  }

  static WeightQuantizer weight(String text) {
    return QuantizerRegistry.weights(QuantizerChoice.parse("--weights", text, 2)).orElseThrow();
  }

  static ActivationQuantizer activation(String text) {
    return QuantizerRegistry.activations(QuantizerChoice.parse("--activations", text, 2))
        .orElseThrow();
  }

  static ActivationQuantizer signed(String text) {
    return QuantizerRegistry.signedActivations(QuantizerChoice.parse("--activations", text, 2))
        .orElseThrow();
  }

  /** Normal deviates, every fiftieth a zero. */
  static float[] gaussian(int count, double deviation, long seed) {
    Random random = new Random(seed);
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = i % 50 == 0 ? 0 : (float) (random.nextGaussian() * deviation);
    }
    return x;
  }

  private static float[] sorted(int count, double deviation, long seed) {
    float[] x = gaussian(count, deviation, seed);
    Arrays.sort(x);
    return x;
  }

  @ParameterizedTest
  @MethodSource("weights")
  void weightsAreExactlyTheirIntegersTimesTheStepAndRiseWithTheLatentOnes(String text) {
    WeightQuantizer q = weight(text);
    float[] w = sorted(2000, 0.4, q.bits());
    Tensor latent = Torch.tensor(w, w.length);
    q.initializeFrom(latent);
    float[] fake = Torch.floats(q.quantize(latent));
    var integers = q.encode(latent, TensorShape.of(w.length));
    int least = integers.midRise() ? -((1 << q.bits()) - 1) : -(1 << (q.bits() - 1));
    int most = integers.midRise() ? (1 << q.bits()) - 1 : (1 << (q.bits() - 1)) - 1;
    for (int i = 0; i < w.length; i++) {
      short level = integers.levels()[i];
      assertThat(fake[i]).isEqualTo(level * integers.step());
      assertThat((int) level).isBetween(least, most);
      assertThat(!integers.midRise() || Math.floorMod(level, 2) == 1).isTrue();
      assertThat(i == 0 || fake[i] >= fake[i - 1]).as("rises at %s", w[i]).isTrue();
    }
    assertThat(integers.step()).isPositive();
    assertThat(Torch.floats(latent)).as("latent weights are left alone").isEqualTo(w);
  }

  @ParameterizedTest
  @MethodSource("activations")
  void activationsAreExactlyTheirCodesTimesTheStep(String text) {
    ActivationQuantizer q = activation(text);
    float[] x = sorted(3000, 1.2, q.bits());
    Tensor input = Torch.tensor(x, 10, 300);
    q.initializeFrom(input.clamp_min(Torch.scalar(0)));
    float[] fake = Torch.floats(q.quantize(input));
    int most = (1 << q.bits()) - 1;
    for (int i = 0; i < x.length; i++) {
      float code = (float) Math.rint(fake[i] / q.step());
      assertThat(fake[i]).isEqualTo(code * q.step());
      assertThat(code).isBetween(0f, (float) most);
      assertThat(i == 0 || fake[i] >= fake[i - 1]).isTrue();
      assertThat(x[i] > 0 || fake[i] == 0).as("zero is code 0").isTrue();
      if (q.roundsToItsValues()) {
        float ratio = x[i] / q.step();
        assertThat(code).isEqualTo((float) Math.min(most, Math.max(0, Math.rint(ratio))));
      } else {
        double ratio = (x[i] - q.offset()) / (double) q.spacing();
        assertThat((double) code).isCloseTo(Math.min(most, Math.max(0, ratio)), within(0.5 + 1e-3));
      }
    }
    assertThat(Torch.floats(input)).as("the input is left alone").isEqualTo(x);
  }

  @ParameterizedTest
  @MethodSource("signedActivations")
  void signedActivationsAreExactlyTheirCodesTimesTheStep(String text) {
    ActivationQuantizer q = signed(text);
    float[] x = sorted(3000, 1.2, q.bits());
    Tensor input = Torch.tensor(x, 10, 300);
    q.initializeFrom(input);
    float[] fake = Torch.floats(q.quantize(input));
    assertThat(q.isSigned()).isTrue();
    assertThat(q.clipsAtZero()).isFalse();
    assertThat(q.roundsToItsValues()).isTrue();
    int least = -(1 << (q.bits() - 1));
    Set<Integer> codes = new HashSet<>();
    for (int i = 0; i < x.length; i++) {
      double code = Math.min(-least - 1, Math.max(least, Math.rint(x[i] / q.step())));
      assertThat(fake[i]).isEqualTo((float) (code * q.step()));
      assertThat(x[i] != 0 || fake[i] == 0).as("zero is code 0").isTrue();
      codes.add((int) code);
    }
    assertThat(codes).as("most codes are used").hasSizeGreaterThan(-3 * least / 2 - 1);
    assertThat(Torch.floats(q.quantize(Torch.tensor(fake, 10, 300)))).isEqualTo(fake);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dorefa", "n2uq", "qil", "wrpn", "hwgq"})
  void whatHasNoCodesBelowZeroIsRefusedThere(String text) {
    assertThatThrownBy(() -> signed(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "--activations '"
                + text
                + ":bits=2': found no codes below zero, expected lsq or lsqplus or pact");
  }

  /** Of two codes, one would be zero and none above it. */
  @ParameterizedTest
  @ValueSource(strings = {"pact:bits=1", "lsq:bits=1"})
  void oneBitIsRefusedThere(String text) {
    assertThatThrownBy(() -> signed(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found bits=1, expected 2 to 8 for codes below zero");
  }

  /** The start is of least squared error, as far as a finer search shows. */
  @ParameterizedTest
  @ValueSource(strings = {"pact:init=data,bits=2", "lsq:bits=2", "pact:bits=4", "lsq:bits=4"})
  void signedStepsStartAtTheLeastError(String text) {
    ActivationQuantizer q = signed(text);
    float[] x = gaussian(5000, 0.7, 5);
    q.initializeFrom(Torch.tensor(x, x.length));
    double own = error(q, x, q.step());
    for (double factor = 0.25; factor < 4; factor *= 1.02) {
      assertThat(own).isLessThan(1.01 * error(q, x, factor * q.step()));
    }
  }

  private static double error(ActivationQuantizer q, float[] x, double step) {
    double sum = 0;
    for (float v : x) {
      double code = Math.min(q.mostCode(), Math.max(q.leastCode(), Math.rint(v / step)));
      sum += (v - code * step) * (v - code * step);
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("weights")
  void whatTheDefinitionMakesIdempotentIs(String text) {
    WeightQuantizer q = weight(text);
    Tensor latent = Torch.tensor(gaussian(1000, 0.4, q.bits()), 1000);
    q.initializeFrom(latent);
    boolean idempotent =
        switch (q.name()) {
          case "lsq", "wrpn" -> !text.contains("normalize");
          case "apot" -> text.contains("normalize=none");
          case "sawb", "gaussian" -> true;
          case "dorefa" -> q.bits() <= 3 && !text.contains("normalize");
          default -> false;
        };
    if (!idempotent) {
      return; // pinned in QuantizerLevelsTest
    }
    Tensor once = applied(q, latent, latent);
    float[] twice = Torch.floats(applied(q, once, latent));
    if (text.equals("dorefa:bits=1")) {
      // Its step is a mean over all weights, summed in float32.
      assertThat(twice).containsExactly(Torch.floats(once), within(1e-6f));
    } else {
      assertThat(twice).isEqualTo(Torch.floats(once));
    }
  }

  /** With the statistics of other weights where they are statistics and not parameters. */
  private static Tensor applied(WeightQuantizer q, Tensor w, Tensor statistics) {
    if (q instanceof Sawb s) {
      return s.values(w, s.alpha(statistics)).tensor();
    }
    if (q instanceof GaussianWeights g) {
      return g.values(w, GaussianWeights.deviation(statistics)).tensor();
    }
    return q.quantize(w);
  }

  @ParameterizedTest
  @MethodSource("activations")
  void activationsAreIdempotent(String text) {
    ActivationQuantizer q = activation(text);
    Tensor input = Torch.tensor(gaussian(1000, 1.2, 3), 10, 100);
    q.initializeFrom(input.abs());
    Tensor once = q.quantize(input);
    if (q.name().equals("qil")) {
      return; // maps its interval to 0..1: values are not in the input's units
    }
    assertThat(Torch.floats(q.quantize(once))).isEqualTo(Torch.floats(once));
  }

  @ParameterizedTest
  @MethodSource("weights")
  void weightsThatAreAllZeroStayFinite(String text) {
    WeightQuantizer q = weight(text);
    Tensor zeros = Torch.tensor(new float[16], 16).set_requires_grad(true);
    q.initializeFrom(zeros);
    Tensor y = q.quantize(zeros);
    y.sum().backward();
    List<Float> all = new ArrayList<>();
    for (float v : Torch.floats(y)) {
      all.add(v);
    }
    for (float v : Torch.floats(zeros.grad())) {
      all.add(v);
    }
    assertThat(all).allMatch(Float::isFinite);
  }

  /** Parameters far out of range come back, and stay as they are within it. */
  @ParameterizedTest
  @MethodSource("activations")
  void parametersAreKeptInRange(String text) {
    ActivationQuantizer q = activation(text);
    q.parameters().values().forEach(p -> p.detach().fill_(Torch.scalar(-3)));
    q.constrain();
    assertThat(q.step()).isPositive();
    assertThat(q.spacing()).isPositive();
    assertThat(q.offset()).isNotNegative();
    assertThat(q.thresholds()).allMatch(t -> t > 0).isSorted();
    q.parameters().values().forEach(p -> p.detach().fill_(Torch.scalar(0.7)));
    q.constrain();
    q.parameters().values().forEach(p -> assertThat(p.item_float()).isEqualTo(0.7f));
  }
}
