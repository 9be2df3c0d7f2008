package dev.twobit.simulator.workload;

import java.util.List;

/**
 * What the post-processor reads of memory for each channel that it makes codes of: thresholds,
 * multipliers, shifts, biases (simulator/docs/nvdla-rtl.md#operands-of-the-post-processor).
 *
 * @param bytesPerChannel over all copies of the output, 0 if nothing is read
 * @param stageCycles clocks that the stages which use them add behind the last result
 */
public record ChannelParameters(int bytesPerChannel, int stageCycles) {
  /** The post-processor knows all it needs: rows of other simulators, measurements without any. */
  public static final ChannelParameters NONE = new ChannelParameters(0, 0);

  private static final int ADD_CYCLES = 6;
  private static final int MULTIPLY_CYCLES = 7;

  /** Those of an output written at each of these widths. */
  public static ChannelParameters of(List<Integer> outputBits) {
    int bytes = 0;
    int cycles = 0;
    for (int bits : outputBits) {
      ConversionForm form = ConversionForm.of(bits);
      bytes += form.bytesPerChannel(bits);
      // The copies are made side by side.
      cycles = Math.max(cycles, cycles(form));
    }
    return new ChannelParameters(bytes, cycles);
  }

  /** For reports, behind the rest of a mapping. */
  public String describe() {
    return bytesPerChannel == 0 ? "" : ", " + bytesPerChannel + " bytes of parameters a channel";
  }

  /** A comparison takes the place of the adder of a bias. */
  private static int cycles(ConversionForm form) {
    return switch (form) {
      case THRESHOLDS, BIAS -> ADD_CYCLES;
      case MULTIPLY_SHIFT -> MULTIPLY_CYCLES;
    };
  }
}
