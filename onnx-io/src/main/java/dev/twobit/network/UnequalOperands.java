package dev.twobit.network;

/** What is done where the operands of an Add have come to be of different widths. */
public enum UnequalOperands {
  /**
   * The main operand keeps its width; on any other of another width a 1x1 convolution with batch
   * normalization is put, as TAS derives a network (search/docs/methods.md#derived-network).
   */
  SHORTCUT,
  /**
   * The widest keeps its width; the others get channels of zeros behind their own: they are added
   * onto the first channels, and what the widest has beyond passes through
   * (search/docs/methods.md#adds).
   */
  PADDED
}
