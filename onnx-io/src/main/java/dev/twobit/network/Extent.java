package dev.twobit.network;

/** Elements along the height and along the width of a plane. */
public record Extent(int height, int width) {
  /** The same along both. */
  public static Extent square(int side) {
    return new Extent(side, side);
  }
}
