package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.network.Window;
import dev.twobit.simulator.verification.IntegerReference;
import dev.twobit.simulator.verification.RandomConvolution;
import dev.twobit.simulator.workload.AddScaling;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.OutputConversion;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kernels in lanes against the definition. */
class LaneConvolutionTest {

  private static int[] reference(LayerWorkload.Convolution c, ConvolutionOperands o) {
    return IntegerReference.convolution(
            c,
            new ConvolutionOperands(
                o.input(),
                o.padCode(),
                o.weights(),
                o.encoding(),
                List.of(),
                AddScaling.NONE,
                List.of(new OutputConversion.Unchanged())))
        .get(0);
  }

  private static int[] lanes(LayerWorkload.Convolution c, ConvolutionOperands o) {
    PackedCodes weights = PackedCodes.of(o.weights(), c.weightBits());
    return LaneConvolution.accumulators(c, o.input(), o.padCode(), weights, o.encoding());
  }

  /** All widths, encodings, groups, strides, dilations and paddings: LayerComparisonTest. */
  @Tag("slow")
  @Test
  void randomLayersHaveTheAccumulatorsOfTheDefinition() {
    int narrow = 0;
    for (long seed = 0; seed < 300; seed++) {
      RandomConvolution drawn = RandomConvolution.draw(seed);
      LayerWorkload.Convolution c = drawn.layer();
      ConvolutionOperands operands = drawn.operands();

      assertThat(lanes(c, operands)).as("seed %d: %s", seed, c).isEqualTo(reference(c, operands));

      PackedCodes weights = PackedCodes.of(operands.weights(), c.weightBits());
      narrow +=
          LaneConvolution.largestSum(c, weights, operands.encoding()) <= Short.MAX_VALUE ? 1 : 0;
    }
    assertThat(narrow).isBetween(50, 290);
  }

  private static LayerWorkload.Convolution point(int channels, int kernels, int bits, int width) {
    return new LayerWorkload.Convolution(
        "point",
        "Convolution",
        new FeatureMap(channels, 1, width),
        new FeatureMap(kernels, 1, width),
        new LayerWorkload.Kernels(Window.square(1, 1, 0), 1, bits),
        new LayerWorkload.Activations(bits, false, List.of(32), List.of()));
  }

  /** Lanes at their limits: kernels alternate between the greatest and the least weight. */
  @ParameterizedTest
  @CsvSource({
    "2, MID_RISE, 3640", // 32760 of 32767: four lanes
    "2, MID_RISE, 3641", // 32769: two lanes
    "8, MID_RISE, 33025", // 2147450625 of 2147483647
    "8, TWOS_COMPLEMENT, 65793", // 2147483520 - 255 x 128 x 65793 below 2^31
    "1, TWOS_COMPLEMENT, 100"
  })
  void extremesStayInTheirLanes(int bits, Encoding encoding, int channels) {
    LayerWorkload.Convolution c = point(channels, 5, bits, 5);
    int most = (1 << bits) - 1;
    int[] input = new int[channels * 5];
    Arrays.fill(input, most);
    int[] weights = new int[5 * channels];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i / channels % 2 == 0 ? most : 0;
    }
    ConvolutionOperands operands =
        new ConvolutionOperands(input, 0, weights, encoding, List.of(), AddScaling.NONE, List.of());

    assertThat(lanes(c, operands)).isEqualTo(reference(c, operands));
  }

  @Test
  void sumsBeyond32BitsAreRefused() {
    LayerWorkload.Convolution c = point(33_026, 1, 8, 1);
    int[] weights = new int[33_026];
    Arrays.fill(weights, 255);
    PackedCodes packed = PackedCodes.of(weights, 8);

    assertThat(LaneConvolution.largestSum(c, packed, Encoding.MID_RISE))
        .isEqualTo(33_026L * 255 * 255);
    assertThatThrownBy(
            () -> LaneConvolution.accumulators(c, new int[33_026], 0, packed, Encoding.MID_RISE))
        .hasMessageContaining("sums up to");
  }
}
