package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Layer;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.simulator.workload.OutputConversion.PerChannel;
import dev.twobit.simulator.workload.OutputConversion.Steps;
import dev.twobit.simulator.workload.OutputConversion.Thresholds;
import dev.twobit.verification.ChannelFunction.Affine;
import dev.twobit.verification.ChannelFunction.Curve;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of the code against the function itself, evaluated at every integer. */
class CodeTableTest {
  private static final int REACH = 2000;
  private static final double UNIT = 1 / 64.0;

  private static ChannelFunction integer() {
    return ChannelFunction.affine(new BigDecimal(UNIT), BigDecimal.ZERO);
  }

  private static ChannelFunction.Piece curve(Layer.Function function) {
    return new Curve(new Layer.Activation("f", "x", "y", function, -0.5, 0.75));
  }

  private static void requireCodes(ChannelFunction function, DoubleUnaryOperator expected) {
    for (Activations form :
        List.of(new Activations(0.3f, 2, false), new Activations(0.013f, 8, true))) {
      PerChannel table =
          new PostProcessorFunction(List.of(function)).exact(form, Integer.MAX_VALUE);
      assertThat(table).isInstanceOf(Steps.class);
      for (int v = -REACH; v <= REACH; v++) {
        double steps = Math.rint(expected.applyAsDouble(v * UNIT) / form.step());
        double code = Math.max(form.leastCode(), Math.min(form.mostCode(), steps));
        assertThat(table.code(0, v) + form.leastCode()).as("at %d", v).isEqualTo((int) code);
      }
    }
  }

  /** x times its sigmoid falls to -0.28 at -1.28 and rises from there. */
  @Test
  void siluFallsAndRises() {
    requireCodes(
        ChannelFunction.combined(
            true, List.of(integer(), integer().then(curve(Layer.Function.SIGMOID)))),
        x -> x / (1 + Math.exp(-x)));
  }

  @Test
  void aSumOfFunctionsOfOneTensor() {
    requireCodes(
        ChannelFunction.combined(
            false, List.of(integer(), integer().then(curve(Layer.Function.TANH)))),
        x -> x + Math.tanh(x));
  }

  /** Of slope -0.5 below zero: rises to both sides. */
  @Test
  void whatTurnsAtZero() {
    requireCodes(
        integer().then(curve(Layer.Function.LEAKY_RELU)).then(new Affine(two(), half())),
        x -> 2 * (x > 0 ? x : -0.5 * x) + 0.5);
  }

  @Test
  void powersAndQuotients() {
    requireCodes(integer().then(new ChannelFunction.Power(2)), x -> x * x);
    requireCodes(
        integer().then(new Affine(BigDecimal.ONE, half())).then(new ChannelFunction.Over(0.25)),
        x -> 0.25 / (x + 0.5));
  }

  @ParameterizedTest
  @EnumSource(Layer.Function.class)
  void everyFunctionOfOneValue(Layer.Function function) {
    Layer.Activation activation = new Layer.Activation("f", "x", "y", function, -0.5, 0.75);
    requireCodes(
        integer().then(new Curve(activation)),
        x -> dev.twobit.reference.ReferenceExecutor.value(activation, x));
  }

  /** Nothing changes for what thresholds say exactly. */
  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void linesAreThresholds(int bits) {
    Activations form = new Activations(0.1f, bits, false);
    assertThat(new PostProcessorFunction(List.of(integer())).exact(form, 1000))
        .isInstanceOf(Thresholds.class);
  }

  private static BigDecimal two() {
    return BigDecimal.valueOf(2);
  }

  private static BigDecimal half() {
    return new BigDecimal("0.5");
  }
}
