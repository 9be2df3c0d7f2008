package dev.twobit.search.utilization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WidthLossesTest {
  private static double power(double factor, double exponent, int width) {
    return factor * Math.pow(width, -exponent);
  }

  private static WidthLosses measured(double factor, double exponent) {
    double own = power(factor, exponent, 48);
    return new WidthLosses(
        Map.of("a", 48, "b", 16),
        Map.of(
            "a",
            Map.of(32, power(factor, exponent, 32) - own, 16, power(factor, exponent, 16) - own)));
  }

  /** Two narrower widths give both the factor and the exponent, and so every wider width. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.7, 1, 1.4, 2})
  void aPowerIsFoundFromTwoOfItsValues(double exponent) {
    WidthLosses losses = measured(3, exponent);
    for (int width : new int[] {8, 16, 32, 48, 64, 96}) {
      double expected = power(3, exponent, width) - power(3, exponent, 48);
      assertThat(losses.change(Map.of("a", width))).isCloseTo(expected, within(1e-9));
    }
    assertThat(losses.change(Map.of("a", 48, "b", 64))).isZero();
  }

  /** What was measured is kept; what lies beyond is no steeper than the square. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 4})
  void exponentsAreClipped(double exponent) {
    WidthLosses losses = measured(3, exponent);
    double near = power(3, exponent, 32) - power(3, exponent, 48);
    assertThat(losses.change(Map.of("a", 32))).isCloseTo(near, within(1e-9));
    double clipped = exponent < 1 ? 0.5 : 2;
    double factor = near / (Math.pow(32, -clipped) - Math.pow(48, -clipped));
    assertThat(losses.change(Map.of("a", 96)))
        .isCloseTo(power(factor, clipped, 96) - power(factor, clipped, 48), within(1e-9));
  }
}
