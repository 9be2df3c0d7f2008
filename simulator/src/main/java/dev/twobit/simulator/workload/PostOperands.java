package dev.twobit.simulator.workload;

import java.util.List;

/**
 * The integers a step of the post-processor works on; codes are unsigned, channel by channel, row
 * by row.
 *
 * @param inputs one an operand, each as its own tensor has them
 * @param places where the elements of the result come from
 * @param reduction how pooling takes a window together (padding counts for nothing), and arithmetic
 *     its operands
 * @param scales what each operand counts in the sum
 * @param conversions one for each copy of the output
 */
public record PostOperands(
    List<int[]> inputs,
    Places places,
    Reduction reduction,
    List<Long> scales,
    List<OutputConversion> conversions) {

  /** What is done with values. An average is a sum whose conversion divides. */
  public enum Reduction {
    MAXIMUM,
    SUM,
    /** Of operands; their scales multiply. */
    PRODUCT
  }

  /**
   * Where each element of the result takes its element of an operand.
   *
   * @param operands indices into each operand, one entry an operand; empty arrays: in the same
   *     place. Below zero: nothing of this operand. No entries if that is so of every operand, or
   *     for pooling
   * @param fill an element of the result that no operand has a place for: padding
   */
  public record Places(List<int[]> operands, int fill) {
    /** Everything stays in its place. */
    public static final Places SAME = new Places(List.of(), 0);

    public Places {
      operands = List.copyOf(operands);
    }

    /** The element of an operand that element {@code index} of the result takes. */
    int of(int operand, int index) {
      return operands.isEmpty() || operands.get(operand).length == 0
          ? index
          : operands.get(operand)[index];
    }
  }

  public PostOperands {
    inputs = List.copyOf(inputs);
    scales = List.copyOf(scales);
    conversions = List.copyOf(conversions);
  }

  /** Operands that all lie as the result does, or are pooled. */
  public PostOperands(
      List<int[]> inputs,
      Reduction reduction,
      List<Long> scales,
      List<OutputConversion> conversions) {
    this(inputs, Places.SAME, reduction, scales, conversions);
  }

  /** What is converted for element {@code index} of the result of a step that does not pool. */
  public long combined(int index) {
    boolean product = reduction == Reduction.PRODUCT;
    long result = product ? 1 : 0;
    boolean any = false;
    for (int i = 0; i < inputs.size(); i++) {
      int at = places.of(i, index);
      if (at < 0) {
        continue;
      }
      long value = inputs.get(i)[at] * scales.get(i);
      result = product ? result * value : result + value;
      any = true;
    }
    return any ? result : places.fill();
  }
}
