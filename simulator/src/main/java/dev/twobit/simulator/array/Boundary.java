package dev.twobit.simulator.array;

/**
 * What is in the buffer before a layer begins and stays there after it, so that it need not come
 * from external memory or go there. Only a layer that is run in one operation can have any.
 *
 * @param inputOnChip the whole input is there
 * @param outputOnChip all results stay
 * @param weightBytesOnChip weights there from the first on: whole beats, or all
 */
public record Boundary(boolean inputOnChip, boolean outputOnChip, long weightBytesOnChip) {
  /** Everything comes from external memory, everything goes back. */
  public static final Boundary COLD = new Boundary(false, false, 0);
}
