package dev.twobit.network;

/** Rows and columns that are put around a plane, or cut from it where they are negative. */
public record Padding(int top, int left, int bottom, int right) {
  /** The same on every side. */
  public static Padding all(int elements) {
    return new Padding(elements, elements, elements, elements);
  }
}
