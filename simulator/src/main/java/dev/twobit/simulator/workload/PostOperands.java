package dev.twobit.simulator.workload;

import java.util.List;

/**
 * The integers a step of the post-processor works on; codes are unsigned, channel by channel, row
 * by row.
 *
 * @param inputs one an operand
 * @param reduction how pooling takes a window together; padding counts for nothing
 * @param scales what each operand counts in the sum
 * @param conversions one for each copy of the output
 */
public record PostOperands(
    List<int[]> inputs,
    Reduction reduction,
    List<Long> scales,
    List<OutputConversion> conversions) {

  /** What pooling does. An average is a sum whose conversion divides. */
  public enum Reduction {
    MAXIMUM,
    SUM
  }

  public PostOperands {
    inputs = List.copyOf(inputs);
    scales = List.copyOf(scales);
    conversions = List.copyOf(conversions);
  }
}
