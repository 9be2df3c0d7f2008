package dev.twobit.onnx;

import dev.twobit.onnx.proto.TensorProto;

/**
 * Integer types of ONNX that fill a byte or share it: elements of 4 and 2 bits lie two and four a
 * byte, the first in the lowest bits (ONNX IR, "TensorProto"; 2 bits since IR version 13).
 */
public enum PackedIntegers {
  UINT2(TensorProto.DataType.UINT2_VALUE, 2, false),
  INT2(TensorProto.DataType.INT2_VALUE, 2, true),
  UINT4(TensorProto.DataType.UINT4_VALUE, 4, false),
  INT4(TensorProto.DataType.INT4_VALUE, 4, true),
  UINT8(TensorProto.DataType.UINT8_VALUE, 8, false),
  INT8(TensorProto.DataType.INT8_VALUE, 8, true);

  private final int type;
  private final int bits;
  private final boolean signed;

  PackedIntegers(int type, int bits, boolean signed) {
    this.type = type;
    this.bits = bits;
    this.signed = signed;
  }

  /** ONNX's number of the element type. */
  public int type() {
    return type;
  }

  public int bits() {
    return bits;
  }

  public int least() {
    return signed ? -(1 << (bits - 1)) : 0;
  }

  public int most() {
    return least() + (1 << bits) - 1;
  }

  public static boolean has(int type) {
    for (PackedIntegers known : values()) {
      if (known.type == type) {
        return true;
      }
    }
    return false;
  }

  /** One of {@link #has}. */
  public static PackedIntegers of(int type) {
    for (PackedIntegers known : values()) {
      if (known.type == type) {
        return known;
      }
    }
    throw new IllegalArgumentException("element type " + type + " is no integer of up to 8 bits");
  }

  /** Whether all lie within {@link #least} to {@link #most}. */
  public boolean holds(int[] values) {
    for (int value : values) {
      if (value < least() || value > most()) {
        return false;
      }
    }
    return true;
  }

  public long bytes(long elements) {
    return (elements * bits + 7) / 8;
  }

  public byte[] pack(int[] values) {
    byte[] bytes = new byte[(int) bytes(values.length)];
    int mask = (1 << bits) - 1;
    int each = 8 / bits;
    for (int i = 0; i < values.length; i++) {
      bytes[i / each] |= (byte) ((values[i] & mask) << (i % each * bits));
    }
    return bytes;
  }

  /** Element {@code i}. */
  public long at(java.nio.ByteBuffer bytes, int i) {
    int each = 8 / bits;
    int code = bytes.get(i / each) >> (i % each * bits) & ((1 << bits) - 1);
    return signed && code > most() ? code - (1 << bits) : code;
  }
}
