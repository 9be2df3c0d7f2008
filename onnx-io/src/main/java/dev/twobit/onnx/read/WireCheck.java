package dev.twobit.onnx.read;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import dev.twobit.network.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Walks the protobuf fields of a file before anything is built of them: tags, wire types, lengths,
 * nesting and the number of parts, so that what is refused costs no memory and is named by its
 * byte. Unknown fields are stepped over, as newer writers may add some.
 */
final class WireCheck {
  private static final int DEEPEST = 64;
  private static final int MOST_PARTS = 2_000_000;
  private static final int LONGEST_VARINT = 10;
  private static final int LARGEST_FIELD_NUMBER = (1 << 29) - 1;

  private final Path file;
  private final ByteBuffer data;
  private int parts;

  private WireCheck(Path file, ByteBuffer data) {
    this.file = file;
    this.data = data;
  }

  /** Throws {@link InvalidInputException} unless {@code data} is a message of {@code type}. */
  static void check(Path file, ByteBuffer data, Descriptor type) {
    ByteBuffer own = data.duplicate();
    new WireCheck(file, own).message(type, own.limit(), 0);
  }

  private void message(Descriptor type, int end, int depth) {
    if (depth > DEEPEST) {
      throw error(data.position(), "messages are nested more than " + DEEPEST + " deep");
    }
    while (data.position() < end) {
      int at = data.position();
      long tag = varint(end);
      long number = tag >>> 3;
      int wire = (int) (tag & 7);
      if (number < 1 || number > LARGEST_FIELD_NUMBER) {
        throw error(at, "found field number " + Long.toUnsignedString(number));
      }
      FieldDescriptor field = type.findFieldByNumber((int) number);
      String name = field == null ? String.valueOf(number) : field.getName();
      requireWireType(field, name, wire, at);
      switch (wire) {
        case WireFormat.WIRETYPE_VARINT -> varint(end);
        case WireFormat.WIRETYPE_FIXED64 -> skip(name, Long.BYTES, at, end);
        case WireFormat.WIRETYPE_FIXED32 -> skip(name, Integer.BYTES, at, end);
        default -> delimited(field, name, at, end, depth);
      }
    }
  }

  private void delimited(@Nullable FieldDescriptor field, String name, int at, int end, int depth) {
    long length = varint(end);
    if (length < 0) {
      throw error(at, "field " + name + " has the negative length " + length);
    }
    if (field != null && !field.isPackable() && ++parts > MOST_PARTS) {
      throw error(at, "found more than " + MOST_PARTS + " messages and strings");
    }
    if (field != null && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      requireBytes(name, length, at, end);
      message(field.getMessageType(), data.position() + (int) length, depth + 1);
    } else {
      skip(name, length, at, end);
    }
  }

  private void requireWireType(@Nullable FieldDescriptor field, String name, int wire, int at) {
    if (wire == WireFormat.WIRETYPE_START_GROUP || wire == WireFormat.WIRETYPE_END_GROUP) {
      throw error(at, "field " + name + " is a group, which ONNX has none of");
    }
    if (wire > WireFormat.WIRETYPE_FIXED32) {
      throw error(at, "field " + name + " has the unknown wire type " + wire);
    }
    if (field == null) {
      return;
    }
    int expected = field.getLiteType().getWireType();
    boolean packed = field.isPackable() && wire == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    if (wire != expected && !packed) {
      throw error(at, "field " + name + " has wire type " + wire + ", expected " + expected);
    }
  }

  private void skip(String name, long length, int at, int end) {
    requireBytes(name, length, at, end);
    data.position(data.position() + (int) length);
  }

  private void requireBytes(String name, long length, int at, int end) {
    int left = end - data.position();
    if (length > left) {
      throw error(
          at,
          "field "
              + name
              + " needs "
              + length
              + " bytes, the "
              + (end == data.limit() ? "file" : "message around it")
              + " has "
              + left
              + " left");
    }
  }

  private long varint(int end) {
    int at = data.position();
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      if (data.position() >= end) {
        throw error(at, "a number ends in the middle");
      }
      byte b = data.get();
      value |= (long) (b & 0x7f) << 7 * i;
      if (b >= 0) {
        return value;
      }
    }
    throw error(at, "a varint is longer than " + LONGEST_VARINT + " bytes");
  }

  private InvalidInputException error(int at, String problem) {
    return new InvalidInputException(
        file
            + ": not a complete ONNX model (byte "
            + at
            + ": "
            + problem
            + "); Maybe the file is truncated or of another format");
  }
}
