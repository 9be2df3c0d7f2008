package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.simulator.workload.OutputConversion.Requantize;
import dev.twobit.simulator.workload.OutputConversion.Thresholds;
import dev.twobit.verification.ChannelFunction.Affine;
import dev.twobit.verification.ChannelFunction.Clamp;
import dev.twobit.verification.ChannelFunction.Leaky;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Multiplier and shift against exact thresholds. */
class FixedPointTest {
  private static final long LARGEST = 1 << 20;

  private static ChannelFunction scaled(double factor, double offset) {
    return ChannelFunction.affine(new BigDecimal(factor), new BigDecimal(offset));
  }

  /**
   * The least and the greatest integer that the stored line may have on the wrong side of a code.
   */
  private static void compare(ChannelFunction function, Activations form, Random random, long[] n) {
    PostProcessorFunction functions = new PostProcessorFunction(List.of(function));
    Optional<Requantize> stored = FixedPoint.conversion(functions, form, LARGEST);
    if (stored.isEmpty()) {
      n[2]++;
      return;
    }
    Requantize r = stored.get();
    assertThat(Math.abs(r.multipliers()[0])).isLessThan(1 << 15);
    long unit = Math.max(0, r.shifts()[0] - 16);
    assertThat(r.offsets()[0] >> unit << unit).isEqualTo(r.offsets()[0]);
    assertThat(Math.abs(r.offsets()[0] >> unit)).isLessThanOrEqualTo(1L << 31);
    Thresholds exact = functions.thresholds(form);
    CodeLine line = CodeLine.of(function, form).orElseThrow();
    for (int i = 0; i < 300; i++) {
      long t = exact.thresholds()[0][random.nextInt(exact.thresholds()[0].length)];
      long near = t + random.nextInt(7) - 3;
      long sum =
          i % 2 == 0 && Math.abs(t) < LARGEST - 3 && t != Long.MIN_VALUE
              ? near
              : random.nextLong(2 * LARGEST) - LARGEST;
      int ours = r.code(0, sum);
      int theirs = exact.code(0, sum);
      n[0]++;
      if (ours != theirs) {
        n[1]++;
        assertThat(Math.abs(ours - theirs)).as("%s at %d", function, sum).isEqualTo(1);
        BigDecimal integer = BigDecimal.valueOf(sum);
        double distance =
            line.at(integer).subtract(new BigDecimal(Math.max(ours, theirs) - 0.5)).doubleValue();
        assertThat(Math.abs(distance))
            .as("%s at %d", function, sum)
            .isLessThanOrEqualTo(
                FixedPoint.bound(line, r.shifts()[0], integer).doubleValue() + 1e-12)
            .isLessThanOrEqualTo(0.25);
      }
    }
  }

  /** Scales over eight decades and of either sign, some channels always clipped. */
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 8})
  void aCodeDiffersByOneAtMostAndOnlyNextToItsThreshold(int bits) {
    Random random = new Random(bits);
    long[] n = new long[3];
    for (int i = 0; i < 1500; i++) {
      double factor = Math.pow(10, random.nextDouble() * 8 - 7) * (random.nextBoolean() ? 1 : -1);
      ChannelFunction function =
          scaled(factor, random.nextGaussian() * Math.pow(10, random.nextInt(4)));
      if (random.nextBoolean()) {
        function = function.then(new Clamp(0, random.nextBoolean() ? 6 : 1e300));
      }
      if (random.nextInt(4) == 0) {
        function =
            function.then(
                new Affine(
                    new BigDecimal(random.nextGaussian()), new BigDecimal(random.nextGaussian())));
      }
      Activations form =
          new Activations((float) Math.exp(random.nextGaussian()) / 16, bits, random.nextBoolean());
      compare(function, form, random, n);
    }
    assertThat(n[1]).as("%d codes, %d functions kept", n[0], n[2]).isGreaterThan(20);
    assertThat(n[2]).isLessThan(150);
  }

  /** 2.5 steps lie half way: the even code, also of a form that begins at an odd one. */
  @Test
  void aZeroScaleIsAConstant() {
    ChannelFunction function = scaled(0, 2.5);
    for (Activations form :
        List.of(new Activations(1, 8, false), new Activations(1, 8, true, true))) {
      PostProcessorFunction functions = new PostProcessorFunction(List.of(function));
      Requantize stored = FixedPoint.conversion(functions, form, LARGEST).orElseThrow();
      assertThat(stored.multipliers()).containsExactly(0);
      assertThat(stored.code(0, 12345) + form.leastCode()).isEqualTo(2);
      assertThat(stored.code(0, -12345) + form.leastCode()).isEqualTo(2);
    }
  }

  /**
   * A power of two and whole offsets are said exactly, ties apart: 0.5 goes up, thresholds to 0.
   */
  @Test
  void aPowerOfTwoIsExact() {
    PostProcessorFunction functions = new PostProcessorFunction(List.of(scaled(-0.5, 100)));
    Activations form = new Activations(1, 8, false);
    Requantize stored = FixedPoint.conversion(functions, form, LARGEST).orElseThrow();
    assertThat(stored.code(0, 200)).isZero();
    assertThat(stored.code(0, 100)).isEqualTo(50);
    assertThat(stored.code(0, 101)).isEqualTo(50);
    assertThat(stored.code(0, -400)).isEqualTo(255);
    assertThat(functions.thresholds(form).code(0, 199)).isZero();
    assertThat(stored.code(0, 199)).isEqualTo(1);
  }

  @Test
  void whatIsNoLineStaysThresholds() {
    PostProcessorFunction leaky =
        new PostProcessorFunction(List.of(scaled(1, 0).then(new Leaky(0.1))));
    assertThat(leaky.stored(new Activations(1, 8, true), LARGEST)).isInstanceOf(Thresholds.class);
    PostProcessorFunction line = new PostProcessorFunction(List.of(scaled(0.3, 0)));
    assertThat(line.stored(new Activations(1, 8, true), LARGEST)).isInstanceOf(Requantize.class);
    assertThat(line.stored(new Activations(1, 2, true), LARGEST)).isInstanceOf(Thresholds.class);
    assertThat(line.stored(new Activations(1, 8, true), 1L << 50)).isInstanceOf(Thresholds.class);
  }
}
