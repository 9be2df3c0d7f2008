package dev.twobit.training.data;

/**
 * A decoded image.
 *
 * @param planes unsigned bytes: R, G, B, each row by row
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Pixels(int width, int height, byte[] planes) {
  static final int CHANNELS = 3;

  int plane() {
    return width * height;
  }
}
