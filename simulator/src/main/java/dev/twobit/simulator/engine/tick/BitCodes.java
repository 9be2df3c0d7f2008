package dev.twobit.simulator.engine.tick;

/** Codes of 1 to 8 bits packed into bytes without gaps, lowest bits first. */
final class BitCodes {
  private BitCodes() {}

  static void write(byte[] bytes, long bit, int width, int code) {
    int first = (int) (bit >> 3);
    int word = (code & ((1 << width) - 1)) << (bit & 7);
    bytes[first] |= (byte) word;
    if (word > 0xff) {
      bytes[first + 1] |= (byte) (word >> 8);
    }
  }

  static int read(byte[] bytes, long bit, int width) {
    int first = (int) (bit >> 3);
    int offset = (int) (bit & 7);
    int word = bytes[first] & 0xff;
    if (offset + width > 8) {
      word |= (bytes[first + 1] & 0xff) << 8;
    }
    return word >> offset & ((1 << width) - 1);
  }
}
