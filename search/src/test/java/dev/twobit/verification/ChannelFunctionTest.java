package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.simulator.workload.OutputConversion.Thresholds;
import dev.twobit.verification.ChannelFunction.Affine;
import dev.twobit.verification.ChannelFunction.Clamp;
import dev.twobit.verification.ChannelFunction.Leaky;
import dev.twobit.verification.ChannelFunction.Rounded;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thresholds against the function itself, evaluated at every integer. */
class ChannelFunctionTest {
  private static final int REACH = 400;

  /** Quarters, so that doubles are exact and ties many. */
  private static double quarters(Random random, int most) {
    return (random.nextInt(2 * most + 1) - most) / 4.0;
  }

  private static ChannelFunction draw(Random random) {
    ChannelFunction function =
        ChannelFunction.affine(
            new BigDecimal(quarters(random, 5)), new BigDecimal(quarters(random, 40)));
    int pieces = random.nextInt(4);
    for (int i = 0; i < pieces; i++) {
      function =
          switch (random.nextInt(5)) {
            case 4 ->
                function.then(
                    new Rounded(
                        new BigDecimal(random.nextInt(8) / 4.0 + 0.25),
                        -random.nextInt(9),
                        random.nextInt(9)));
            case 0 -> function.then(new Clamp(0, Double.POSITIVE_INFINITY));
            case 1 -> function.then(new Clamp(quarters(random, 20) - 6, quarters(random, 20) + 6));
            case 2 -> function.then(new Leaky(0.25));
            default ->
                function.then(
                    new Affine(
                        new BigDecimal(quarters(random, 6)), new BigDecimal(quarters(random, 30))));
          };
    }
    return function;
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void codesAreThoseOfRoundingHalfToEven(int bits) {
    Random random = new Random(bits);
    long ties = 0;
    for (int n = 0; n < 400; n++) {
      ChannelFunction function = draw(random);
      Activations form =
          new Activations(random.nextInt(8) / 4f + 0.25f, bits, random.nextBoolean());
      Thresholds thresholds = new PostProcessorFunction(List.of(function)).thresholds(form);
      for (int v = -REACH; v <= REACH; v++) {
        double steps = function.at(v) / form.step();
        double code = Math.max(form.leastCode(), Math.min(form.mostCode(), Math.rint(steps)));
        assertThat(thresholds.code(0, v) + form.leastCode())
            .as("%s at %d, %s", function, v, form)
            .isEqualTo((int) code);
        ties += Math.abs(steps - Math.floor(steps) - 0.5) < 1e-12 ? 1 : 0;
      }
    }
    assertThat(ties).isGreaterThan(1000);
  }

  /** Thresholds of -2 v + 3 in steps of 1, two bits: 0.5 at 1.25, 1.5 at 0.75, 2.5 at 0.25. */
  @Test
  void aNegativeScaleTurnsTheComparisonRound() {
    ChannelFunction function =
        ChannelFunction.affine(BigDecimal.valueOf(-2), BigDecimal.valueOf(3));
    Thresholds t =
        new PostProcessorFunction(List.of(function)).thresholds(new Activations(1, 2, false));

    assertThat(t.falling()).containsExactly(true);
    assertThat(t.thresholds()[0]).containsExactly(0, 0, 1);
    assertThat(t.code(0, -1)).isEqualTo(3);
    assertThat(t.code(0, 0)).isEqualTo(3);
    assertThat(t.code(0, 1)).isEqualTo(1);
    assertThat(t.code(0, 2)).isZero();
  }

  /** 2.5 lies half way: the even code. */
  @Test
  void aZeroScaleIsAConstant() {
    ChannelFunction function = ChannelFunction.affine(BigDecimal.ZERO, new BigDecimal("2.5"));
    Thresholds t =
        new PostProcessorFunction(List.of(function)).thresholds(new Activations(1, 2, false));

    for (long v : new long[] {Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE}) {
      assertThat(t.code(0, v)).isEqualTo(2);
    }
  }

  @Test
  void stepsOfAnAddAreWholeMultiplesOfOneUnit() {
    Random random = new Random(1);
    for (int n = 0; n < 1000; n++) {
      float a = (float) Math.exp(random.nextGaussian() * 2);
      float b = (float) Math.exp(random.nextGaussian() * 2);
      CommonScale scale = CommonScale.of("add", List.of(a, b));
      assertThat(scale.factors().get(0) * scale.unit()).isEqualTo((double) a);
      assertThat(scale.factors().get(1) * scale.unit()).isEqualTo((double) b);
    }
  }
}
