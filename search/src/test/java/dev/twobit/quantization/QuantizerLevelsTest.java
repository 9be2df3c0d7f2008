package dev.twobit.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.TensorShape;
import dev.twobit.tensor.Torch;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Levels and starting values with numbers, ties to the even one; errors of choices. */
class QuantizerLevelsTest {
  private static Tensor tensor(float... values) {
    return Torch.tensor(values, values.length);
  }

  private static float[] weights(String text, float... w) {
    return Torch.floats(QuantizerContractTest.weight(text).quantize(tensor(w)));
  }

  private static float[] activations(String text, float... x) {
    return Torch.floats(QuantizerContractTest.activation(text).quantize(tensor(x)));
  }

  @Test
  void doReFaAtOneBitIsTheSignTimesTheMean() {
    assertThat(weights("dorefa:bits=1", -3, 0, 1, 4)).containsExactly(-2, 2, 2, 2);
  }

  @Test
  void doReFaIsNotIdempotentFromFourBits() {
    Tensor w = tensor(-1, 1, 0.6f);
    WeightQuantizer q = QuantizerContractTest.weight("dorefa:bits=4");
    Tensor once = q.quantize(w);
    assertThat(Torch.floats(once)[2]).isEqualTo(11 / 15f);
    assertThat(Torch.floats(q.quantize(once))[2]).isEqualTo(13 * (1 / 15f));
  }

  /** Mean square 4, mean magnitude 1.6: alpha = 3.12 x 2 - 2.064 x 1.6 = 2.9376. */
  @Test
  void sawbLevels() {
    float[] w = {-4, -2, 0, 1, 1};
    double alpha = 3.12 * Math.sqrt(22 / 5.0) - 2.064 * 8 / 5.0;
    float[] q = weights("sawb", w);
    double[] expected = {-alpha, -alpha / 3, alpha / 3, alpha / 3, alpha / 3};
    // -2 / alpha x 1.5 + 1.5 = 0.53: code 1. A tie, 0, is code 1.5: the even 2.
    for (int i = 0; i < w.length; i++) {
      assertThat((double) q[i]).isCloseTo(expected[i], within(1e-5));
    }
    double ternary = 2.6 * Math.sqrt(22 / 5.0) - 1.71 * 8 / 5.0;
    float[] z = weights("sawb:zero=true", w);
    double[] three = {-ternary, -ternary, 0, 0, 0};
    for (int i = 0; i < w.length; i++) {
      assertThat((double) z[i]).isCloseTo(three[i], within(1e-5));
    }
  }

  /** All equal: 3.12 - 2.064 of it is positive; at 4 bits 12.68 - 12.80 is not: the maximum. */
  @Test
  void sawbFallsBackToTheLargest() {
    assertThat(weights("sawb:bits=4", 0.5f, -0.5f)).containsExactly(0.5f, -0.5f);
    assertThat(weights("sawb:bits=2", 1, -1)[0]).isCloseTo(1.056f, within(1e-5f));
  }

  /** The clip of least squared error for a Gaussian is (2^b - 1) / 2 of Max's step. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void sawbsAlphaIsNearTheBestOfAGaussian(int bits) {
    Random random = new Random(1);
    float[] w = new float[100_000];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) random.nextGaussian();
    }
    double alpha = new Sawb(bits, false, false).alpha(tensor(w)).item_double();
    double best = GaussianWeights.delta(bits) * ((1 << bits) - 1) / 2;
    assertThat(alpha / best).isBetween(0.95, 1.05);
  }

  /** No step near it has less squared error on a Gaussian, by quadrature. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void gaussianStepsAreOfLeastError(int bits) {
    double delta = GaussianWeights.delta(bits);
    double error = squaredError(bits, delta);
    assertThat(error).isLessThan(squaredError(bits, delta * 1.01));
    assertThat(error).isLessThan(squaredError(bits, delta * 0.99));
  }

  private static double squaredError(int bits, double delta) {
    double sum = 0;
    double most = ((1 << bits) - 1) / 2.0;
    double width = 1e-4;
    for (double x = width / 2; x < 8; x += width) {
      double level = Math.min(most, Math.floor(x / delta) + 0.5);
      double error = level * delta - x;
      sum += error * error * Math.exp(-x * x / 2);
    }
    return sum;
  }

  @Test
  void gaussianLevels() {
    float[] w = {-3, -1, 1, 3};
    double delta = 0.996 * Math.sqrt(20 / 3.0);
    float[] q = weights("gaussian", w);
    assertThat((double) q[0]).isCloseTo(-1.5 * delta, within(1e-5));
    assertThat((double) q[1]).isCloseTo(-0.5 * delta, within(1e-5));
    assertThat((double) q[2]).isCloseTo(0.5 * delta, within(1e-5));
    assertThat((double) q[3]).isCloseTo(1.5 * delta, within(1e-5));
  }

  /** Both start with the step 1. */
  @Test
  void lsqLevels() {
    float[] x = {-9, -2, -1.5f, -0.5f, 0, 0.5f, 1.5f, 2.5f, 9};
    assertThat(weights("lsq", x)).containsExactly(-2, -2, -2, 0, 0, 0, 1, 1, 1);
    assertThat(weights("lsq:bits=1", -9, -0.1f, 0, 3)).containsExactly(-1, -1, 1, 1);
    assertThat(
            Torch.floats(QuantizerContractTest.activation("lsq").quantize(Torch.tensor(x, 1, 9))))
        .containsExactly(0, 0, 0, 0, 0, 0, 2, 2, 3);
  }

  @ParameterizedTest
  @CsvSource({"'lsq:init=mean', 1.5", "'lsq:bits=1', 0.75", "'lsq:bits=3,init=mean', 0.8660254"})
  void lsqWeightsStartAtTwiceTheMeanOverTheRootOfQpWhereAsked(String text, float step) {
    WeightQuantizer q = QuantizerContractTest.weight(text);
    q.initializeFrom(tensor(-1, 0.5f));
    assertThat(Torch.floats(leaf(q.parameters().get("step")))[0]).isCloseTo(step, within(1e-6f));
  }

  private static Tensor leaf(@org.jspecify.annotations.Nullable Tensor tensor) {
    if (tensor == null) {
      throw new AssertionError("no such parameter");
    }
    return tensor;
  }

  @Test
  void lsqActivationsStartAtTwiceTheMeanOverTheRootOfQpWhereAsked() {
    ActivationQuantizer q = QuantizerContractTest.activation("lsq:init=mean");
    q.initializeFrom(tensor(0, 1, 2));
    assertThat(q.step()).isCloseTo((float) (2 / Math.sqrt(3)), within(1e-6f));
  }

  /** Two steps below zero: -2 -1 0 1; of 1.4 steps as many as of one, and never all codes. */
  @Test
  void lsqPlusReachesBelowZeroByWholeSteps() {
    ActivationQuantizer q = QuantizerContractTest.activation("lsqplus");
    Tensor below = leaf(q.parameters().get("below"));
    Tensor x = Torch.tensor(new float[] {-9, -1.6f, -0.6f, 0, 0.5f, 1.4f, 2, 9}, 1, 8);
    below.detach().fill_(Torch.scalar(2));
    assertThat(Torch.floats(q.quantize(x))).containsExactly(-2, -2, -1, 0, 0, 1, 1, 1);
    below.detach().fill_(Torch.scalar(1.4));
    assertThat(Torch.floats(q.quantize(x))).containsExactly(-1, -1, -1, 0, 0, 1, 2, 2);
    below.detach().fill_(Torch.scalar(7));
    assertThat(List.of(q.leastCode(), q.mostCode())).containsExactly(-2, 1);
    q.constrain();
    assertThat(below.item_float()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "2, -0.5, 1, 1",
    "2, 0, 1.5, 0",
    "2, -1, 0.5, 2",
    "3, -1, 2.5, 2",
    "8, -8, 119.5, 16"
  })
  void lsqPlusStartsAtThePairOfLeastError(int bits, float least, float most, int zero) {
    float[] all = new float[1 << bits];
    for (int i = 0; i < all.length; i++) {
      all[i] = least + 0.5f * i;
    }
    assertThat(all[all.length - 1]).isEqualTo(most);
    ActivationQuantizer q = QuantizerContractTest.activation("lsqplus:bits=" + bits);
    q.initializeFrom(tensor(all));
    assertThat(q.step()).isEqualTo(0.5f);
    assertThat(q.leastCode()).isEqualTo(-zero);
    assertThat(Torch.floats(q.quantize(Torch.tensor(all, 1, all.length)))).isEqualTo(all);
  }

  /** N of one sample: with the batch's N the gradient is 1/sqrt(samples) of it. */
  @Test
  void lsqsGradientScaleCountsWhatWasAsked() {
    float[] gradients = new float[2];
    for (int i = 0; i < 2; i++) {
      String features = i == 0 ? "sample" : "batch";
      ActivationQuantizer q = QuantizerContractTest.activation("lsq:features=" + features);
      Tensor x = Torch.tensor(new float[] {0.2f, 0.7f, 5, 1.2f, 0.3f, 9, 0.1f, 2}, 4, 2);
      q.quantize(x).sum().backward();
      gradients[i] = Torch.floats(leaf(q.parameters().get("step")).grad())[0];
    }
    assertThat(gradients[0]).isCloseTo(2 * gradients[1], within(1e-5f)).isNotZero();
  }

  /** Interval 0 to 1 with center = distance = 0.5. */
  @Test
  void qilLevels() {
    assertThat(weights("qil", -2, -0.6f, -0.5f, 0, 0.5f, 0.51f, 2))
        .containsExactly(-1, -1, 0, 0, 0, 1, 1);
    assertThat(activations("qil", -1, 0, 0.17f, 0.5f, 1, 2))
        .containsExactly(0, 0, 1 / 3f, 2 * (1 / 3f), 1, 1);
    ActivationQuantizer q = QuantizerContractTest.activation("qil");
    q.initializeFrom(tensor(0, 4));
    assertThat(q.offset()).isZero();
    assertThat(q.spacing()).isCloseTo(4 / 3f, within(1e-6f));
    assertThat(q.roundsToItsValues()).isFalse();
    assertThat(Torch.floats(q.quantize(tensor(1, 4)))).containsExactly(1 / 3f, 1);
  }

  /** Its values are not in the input's units: 1/2 of an interval 0..4 is 0 when read again. */
  @Test
  void qilIsNotIdempotent() {
    ActivationQuantizer q = QuantizerContractTest.activation("qil");
    q.initializeFrom(tensor(0, 4));
    Tensor once = q.quantize(tensor(2));
    assertThat(Torch.floats(once)).containsExactly(2 * (1 / 3f));
    assertThat(Torch.floats(q.quantize(once))).containsExactly(0);
  }

  /** Stretches 0..0.5, 0.5..2.5, 2.5..3.5: thresholds 0.25, 1.5 and 3, which are not above. */
  @Test
  void n2uqThresholds() {
    ActivationQuantizer q = QuantizerContractTest.activation("n2uq");
    float[] lengths = {0.5f, 2, 1};
    for (int i = 0; i < lengths.length; i++) {
      Objects.requireNonNull(q.parameters().get("length" + (i + 1)))
          .detach()
          .fill_(Torch.scalar(lengths[i]));
    }
    assertThat(q.thresholds()).containsExactly(0.25f, 1.5f, 3f);
    Objects.requireNonNull(q.parameters().get("scale")).detach().fill_(Torch.scalar(0.7));
    assertThat(
            Torch.floats(q.quantize(tensor(-1, 0.25f, Math.nextUp(0.25f), 1.5f, 1.6f, 3, 3.1f, 9))))
        .containsExactly(0, 0, 0.7f, 0.7f, 1.4f, 1.4f, 3 * 0.7f, 3 * 0.7f);
  }

  @Test
  void wrpnLevels() {
    assertThat(weights("wrpn", -2, -0.5f, -0.51f, 0.4f, 0.5f, 1.5f))
        .containsExactly(-1, 0, -1, 0, 0, 1);
    assertThat(weights("wrpn:bits=3", 0.5f, 0.34f)).containsExactly(2 * (1 / 3f), 1 / 3f);
    assertThat(weights("wrpn:bits=1", -0.2f, 0, 0.2f)).containsExactly(-1, 1, 1);
  }

  /** Alpha is 3: of three bits 0, 1/4, 1/2, 1 of it, half way between two the smaller. */
  @Test
  void apotLevels() {
    assertThat(
            weights("apot:bits=4,normalize=none", -9, -2.26f, -2.25f, 0, 0.375f, 0.38f, 1.2f, 2.5f))
        .containsExactly(-3, -3, -1.5f, 0, 0, 0.75f, 1.5f, 3);
    assertThat(weights("apot:bits=2,normalize=none", -1.51f, -1.5f, 0, 1.5f, 1.51f))
        .containsExactly(-3, 0, 0, 0, 3);
  }

  /** As many as the paper's codes of 2, 3, 4, 5 and 6 bits have, where the paper has them. */
  @ParameterizedTest
  @CsvSource({"2, 1", "4, 2", "5, 3", "7, 4", "8, 5"})
  void apotsIntegersAreThePapersLevels(int bits, int magnitudeBits) {
    double[] magnitudes = QuantizerGradientTest.apotMagnitudes(magnitudeBits);
    assertThat(magnitudes).hasSize(1 << magnitudeBits);
    float[] w = new float[8001];
    for (int i = 0; i < w.length; i++) {
      w[i] = (i - 4000) / 1000f;
    }
    var integers =
        QuantizerContractTest.weight("apot:normalize=none,bits=" + bits)
            .encode(tensor(w), TensorShape.of(w.length));
    java.util.Set<Double> expected = new java.util.TreeSet<>();
    double most = 3 / integers.step();
    for (double m : magnitudes) {
      expected.add((double) Math.round(m * most));
      expected.add(0.0 - Math.round(m * most));
      assertThat(m * most).isCloseTo(Math.round(m * most), within(1e-4));
    }
    java.util.Set<Double> found = new java.util.TreeSet<>();
    for (short level : integers.levels()) {
      found.add((double) level);
    }
    assertThat(found).isEqualTo(expected).hasSize((2 << magnitudeBits) - 1);
  }

  /** Mean 1, deviation 2: -1.5, -1, 0.5 and 2 deviations; half a level is the even one, 0. */
  @Test
  void normalizedWeightsAreRoundedInDeviations() {
    assertThat(weights("wrpn:normalize=mean-std", -2, 0, 1, 5)).containsExactly(-1, 0, 0, 1);
    Tensor like = tensor(-2, -1, 2, 5);
    RoundedWeights q =
        (RoundedWeights) QuantizerContractTest.weight("wrpn:bits=3,normalize=mean-std");
    Tensor statistic = tensor(1, 2);
    assertThat(Torch.floats(q.quantize(like, statistic))).containsExactly(-1, -1, 2 * (1 / 3f), 1);
    assertThat(Torch.floats(q.statistic(tensor(-1, 3)))).containsExactly(1, 2);
    WeightQuantizer std = QuantizerContractTest.weight("wrpn:normalize=std");
    assertThat(Torch.floats(std.statistic(tensor(-1, 3)))).containsExactly(0, 2);
    // In its own units hardly a trained weight has a level but zero.
    float[] small = {-0.05f, -0.01f, 0.01f, 0.06f};
    assertThat(weights("wrpn", small)).containsOnly(0);
    assertThat(weights("wrpn:normalize=std", small)).containsExactly(-1, 0, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dorefa", "wrpn"})
  void unitActivationLevels(String name) {
    assertThat(activations(name, -1, 0.16f, 0.17f, 0.5f, 2))
        .containsExactly(0, 0, 1 / 3f, 2 * (1 / 3f), 1);
    assertThat(activations(name + ":bits=1", 0.5f, 0.51f)).containsExactly(0, 1);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.799", "2, 0.538", "3, 0.3217", "4, 0.185"})
  void hwgqSteps(int bits, float step) {
    int n = (1 << bits) - 1;
    assertThat(activations("hwgq:bits=" + bits, -1, step * 0.51f, 9))
        .containsExactly(0, step, n * step);
  }

  @ParameterizedTest
  @CsvSource({
    "w, foo, 'quantizer ''foo'' is not known'",
    "w, foo, 'dorefa, sawb, lsq, qil, wrpn, apot, gaussian'",
    "w, foo, ', none'",
    "w, 'sawb:pluss=true', 'key ''pluss'', expected bits, plus, zero'",
    "w, 'dorefa:normalize=yes', 'normalize=yes, expected none or std'",
    "w, 'dorefa:bits=1,normalize=std', 'normalize=std at bits=1, expected 2 to 8 bits'",
    "w, 'lsq:init=data', 'init=data, expected error or mean'",
    "w, 'sawb:plus=yes', 'plus=yes, expected true or false'",
    "w, 'sawb:bits=3,zero=true', 'zero=true at bits=3, expected 2 or 4'",
    "w, 'qil:gamma=0', 'gamma=0, expected learned or a number from 0.1 to 10'",
    "w, 'wrpn:x=1', 'key ''x'', expected bits, normalize'",
    "w, 'gaussian:x=1', 'key ''x'', expected bits, delta'",
    "w, 'gaussian:delta=-1', 'delta=-1, expected none or a number from 1.0E-5 to 100.0'",
    "w, 'apot:bits=3', 'bits=3, expected 2, 4, 5, 7 or 8'",
    "w, 'apot:bits=6', 'the paper''s levels of 3 bits are those of bits=4'",
    "w, 'apot:bits=1', 'bits=1, expected 2 to 8'",
    "w, 'lsq:normalize=mean', 'normalize=mean, expected none or std or mean-std'",
    "w, 'dorefa:bits=9', 'bits=9, expected 1 to 8'",
    "w, pact, 'quantizer ''pact'' is not known'",
    "w, 'none:x=1', 'none'",
    "a, 'pact:init=-1', 'init=-1, expected data or a number'",
    "a, 'pact:init=NaN', 'init=NaN, expected data or a number'",
    "a, 'lsq:features=all', 'features=all, expected sample or batch'",
    "a, 'lsqplus:bits=1', 'bits=1, expected 2 to 8'",
    "a, 'hwgq:bits=5', 'bits=5, expected 1 to 4'",
  })
  void aChoiceThatIsNoneIsOneLineNamingTheOption(String kind, String text, String part) {
    String option = kind.equals("w") ? "--weights" : "--activations";
    assertThatThrownBy(
            () -> {
              QuantizerChoice choice = QuantizerChoice.parse(option, text, 2);
              if (kind.equals("w")) {
                QuantizerRegistry.weights(choice);
              } else {
                QuantizerRegistry.activations(choice);
              }
            })
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(option)
        .hasMessageContaining(part)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aChoiceIsWrittenAsItCanBeReadAgain() {
    QuantizerChoice choice = QuantizerChoice.parse("--weights", "sawb:zero=true,plus=true", 2);
    assertThat(choice.text()).isEqualTo("sawb:bits=2,plus=true,zero=true");
    assertThat(QuantizerChoice.parse("--weights", choice.text(), 8)).isEqualTo(choice);
  }

  /** The list of the command names levels as they are. */
  @Test
  void descriptionsAreOfWhatThereIs() {
    for (QuantizerDescription d : QuantizerRegistry.descriptions()) {
      boolean weights = d.quantizes().equals("weights");
      int bits = Math.max(d.leastBits(), Math.min(2, d.mostBits()));
      String text = d.name() + ":bits=" + bits;
      int levels = d.levelsAtTwoBits().replaceAll(" x .*", "").split(" ").length;
      float[] x = QuantizerContractTest.gaussian(2000, 1.5, 1);
      float[] values;
      if (weights) {
        WeightQuantizer q = QuantizerContractTest.weight(text);
        q.initializeFrom(tensor(x));
        var integers = q.encode(tensor(x), TensorShape.of(x.length));
        values = new float[x.length];
        for (int i = 0; i < x.length; i++) {
          values[i] = integers.levels()[i];
        }
      } else {
        ActivationQuantizer q =
            QuantizerContractTest.activation(text + (d.name().equals("pact") ? ",init=2" : ""));
        q.initializeFrom(tensor(x));
        values = Torch.floats(q.quantize(Torch.tensor(x, 2, x.length / 2)));
      }
      java.util.Set<Float> found = new java.util.TreeSet<>();
      for (float v : values) {
        found.add(v == 0 ? 0f : v);
      }
      assertThat(found).as(d.name() + " " + d.quantizes()).hasSize(levels);
    }
  }

  /** Alpha 3 of signed codes: steps of 1.5 from -3 to 1.5, ties to the even code. */
  @Test
  void pactBelowZero() {
    ActivationQuantizer q = QuantizerContractTest.signed("pact:init=3");
    Tensor values = q.quantize(tensor(-9, -3, -2.26f, -2.25f, -0.75f, 0, 0.76f, 2.25f, 8));
    assertThat(Torch.floats(values.add(Torch.scalar(0)))) // of two zeros one is left
        .containsExactly(-3, -3, -3, -3, 0, 0, 1.5f, 1.5f, 1.5f);
    assertThat(q.step()).isEqualTo(1.5f);
  }
}
