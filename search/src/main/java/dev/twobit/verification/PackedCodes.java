package dev.twobit.verification;

/**
 * Unsigned codes of 1 to 8 bits, one after the other, lowest bits of a byte first: four 2-bit codes
 * a byte.
 */
final class PackedCodes {
  private static final int BYTE = 8;

  private final byte[] bytes;
  private final int bits;
  private final int size;

  private PackedCodes(byte[] bytes, int bits, int size) {
    this.bytes = bytes;
    this.bits = bits;
    this.size = size;
  }

  /**
   * @param codes each 0 to 2^bits - 1
   * @param bits 1 to 8
   */
  static PackedCodes of(int[] codes, int bits) {
    if (bits < 1 || bits > BYTE) {
      throw new IllegalArgumentException("codes of " + bits + " bits, expected 1 to 8");
    }
    byte[] bytes = new byte[(int) (((long) codes.length * bits + BYTE - 1) / BYTE)];
    int waiting = 0;
    int have = 0;
    int next = 0;
    for (int code : codes) {
      if (code < 0 || code >> bits != 0) {
        throw new IllegalArgumentException("code " + code + " does not fit " + bits + " bits");
      }
      waiting |= code << have;
      have += bits;
      if (have >= BYTE) {
        bytes[next++] = (byte) waiting;
        waiting >>>= BYTE;
        have -= BYTE;
      }
    }
    if (have > 0) {
      bytes[next] = (byte) waiting;
    }
    return new PackedCodes(bytes, bits, codes.length);
  }

  int get(int i) {
    long bit = (long) i * bits;
    int at = (int) (bit >> 3);
    int within = (int) (bit & 7);
    int value = (bytes[at] & 0xff) >>> within;
    if (within + bits > BYTE) {
      value |= (bytes[at + 1] & 0xff) << (BYTE - within);
    }
    return value & ((1 << bits) - 1);
  }

  int[] unpacked() {
    int[] codes = new int[size];
    int mask = (1 << bits) - 1;
    int waiting = 0;
    int have = 0;
    int next = 0;
    for (int i = 0; i < size; i++) {
      if (have < bits) {
        waiting |= (bytes[next++] & 0xff) << have;
        have += BYTE;
      }
      codes[i] = waiting & mask;
      waiting >>>= bits;
      have -= bits;
    }
    return codes;
  }

  int size() {
    return size;
  }

  int bits() {
    return bits;
  }

  /** Bytes they take. */
  int byteCount() {
    return bytes.length;
  }

  byte[] bytes() {
    return bytes.clone();
  }
}
