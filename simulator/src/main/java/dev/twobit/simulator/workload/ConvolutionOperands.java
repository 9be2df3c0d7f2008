package dev.twobit.simulator.workload;

import dev.twobit.hardware.PrecisionConfig.Encoding;
import java.util.Arrays;
import java.util.List;

/**
 * The integers a convolution works on; codes are unsigned and as wide as the layer says.
 *
 * @param input channel by channel, row by row
 * @param padCode what padding reads: the code of real zero, 0 unless the input is signed
 * @param weights kernel by kernel, then channel of its group, row, column
 * @param encoding what a weight code is worth: {@link #weight}
 * @param addends operands of a fused add, laid out as the output
 * @param conversions one for each copy of the output
 */
public record ConvolutionOperands(
    int[] input,
    int padCode,
    int[] weights,
    Encoding encoding,
    List<int[]> addends,
    AddScaling scaling,
    List<OutputConversion> conversions) {
  public ConvolutionOperands {
    addends = List.copyOf(addends);
    conversions = List.copyOf(conversions);
  }

  /** Value of a weight code: k - 2^(bits-1), or 2k - (2^bits - 1) for mid_rise. */
  public static int weight(int code, int bits, Encoding encoding) {
    return encoding == Encoding.MID_RISE ? 2 * code - ((1 << bits) - 1) : code - (1 << (bits - 1));
  }

  /**
   * What is converted to codes.
   *
   * @param index of the output element, for the addends
   */
  public long combined(long accumulator, int index) {
    if (addends.isEmpty()) {
      return accumulator * scaling.accumulatorScale();
    }
    long sum = rounded(accumulator, index) * scaling.accumulatorScale();
    for (int i = 0; i < addends.size(); i++) {
      sum += addends.get(i)[index] * scaling.addendScales().get(i);
    }
    return sum;
  }

  private long rounded(long accumulator, int index) {
    if (scaling.roundings().isEmpty()) {
      return accumulator;
    }
    OutputConversion.PerChannel rounding = scaling.roundings().get(0);
    int plane = addends.get(0).length / rounding.count();
    return rounding.code(index / plane, accumulator);
  }

  /** Operands of kernels {@code [first, past)} of a convolution of one group. */
  public ConvolutionOperands kernels(LayerWorkload.Convolution c, int first, int past) {
    int plane = c.outputHeight() * c.outputWidth();
    int perKernel = weights.length / c.outputChannels();
    return new ConvolutionOperands(
        input,
        padCode,
        Arrays.copyOfRange(weights, first * perKernel, past * perKernel),
        encoding,
        addends.stream().map(a -> Arrays.copyOfRange(a, first * plane, past * plane)).toList(),
        scaling.kernels(first, past),
        conversions.stream().map(conversion -> conversion.channels(first, past)).toList());
  }
}
