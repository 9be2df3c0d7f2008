package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.onnx.DeployedQuantization.Activations;
import dev.twobit.simulator.workload.OutputConversion.Thresholds;
import dev.twobit.verification.ChannelFunction.Affine;
import dev.twobit.verification.ChannelFunction.Clamp;
import dev.twobit.verification.ChannelFunction.Leaky;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
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
          switch (random.nextInt(4)) {
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

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void codesAreThoseOfRoundingHalfToEven(int bits) {
    Random random = new Random(bits);
    long ties = 0;
    for (int n = 0; n < 400; n++) {
      ChannelFunction function = draw(random);
      Activations form =
          new Activations(random.nextInt(8) / 4f + 0.25f, bits, random.nextBoolean());
      Thresholds thresholds = new ChannelFunctions(List.of(function)).thresholds(form);
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
