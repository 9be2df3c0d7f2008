package dev.twobit.onnx.read;

import com.google.protobuf.ByteString;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.QuotedText;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.PackedIntegers;
import dev.twobit.onnx.operator.Constant;
import dev.twobit.onnx.proto.StringStringEntryProto;
import dev.twobit.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Tensor of the file to {@link Constant}; external data only from the model's own folder. */
final class TensorDecoder {
  private final Path file;
  private final boolean packed;

  TensorDecoder(Path file) {
    this(file, false);
  }

  private TensorDecoder(Path file, boolean packed) {
    this.file = file;
    this.packed = packed;
  }

  /** One that also knows the types that share a byte, which only DequantizeLinear reads. */
  static TensorDecoder ofCodes(Path file) {
    return new TensorDecoder(file, true);
  }

  Constant decode(TensorProto tensor) {
    TensorShape shape = shape(tensor);
    int type = tensor.getDataType();
    long count = elementCount(tensor, shape);
    if (packed && PackedIntegers.has(type)) {
      return codes(tensor, shape, PackedIntegers.of(type), (int) count);
    }
    int width = width(tensor, type);
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      return external(
          tensor, shape, count * width, data -> fromBytes(shape, type, (int) count, data));
    }
    if (tensor.hasRawData() && !tensor.getRawData().isEmpty() && hasLists(tensor)) {
      throw error(tensor, "data is given twice, raw and as a list; expected one");
    }
    if (tensor.hasRawData()) {
      return fromRaw(tensor, shape, type, width, count, tensor.getRawData());
    }
    return fromLists(tensor, shape, type, count);
  }

  private static boolean hasLists(TensorProto tensor) {
    return tensor.getFloatDataCount()
            + tensor.getDoubleDataCount()
            + tensor.getInt32DataCount()
            + tensor.getInt64DataCount()
            + tensor.getUint64DataCount()
        > 0;
  }

  private Constant codes(TensorProto tensor, TensorShape shape, PackedIntegers type, int count) {
    long length = type.bytes(count);
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      return external(tensor, shape, length, data -> codes(shape, type, count, data));
    }
    if (tensor.hasRawData()) {
      requireLength(tensor, shape, tensor.getRawData().size(), length);
      return codes(shape, type, count, tensor.getRawData().asReadOnlyByteBuffer().slice());
    }
    if (type.bits() == 8) {
      return fromLists(tensor, shape, type.type(), count);
    }
    requireLength(tensor, shape, tensor.getInt32DataCount(), length);
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    tensor.getInt32DataList().forEach(b -> bytes.put((byte) (int) b));
    return codes(shape, type, count, bytes.rewind());
  }

  private static Constant codes(
      TensorShape shape, PackedIntegers type, int count, ByteBuffer data) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = type.at(data, i);
    }
    return new Constant.Integers(shape, values);
  }

  private void requireLength(TensorProto tensor, TensorShape shape, long found, long expected) {
    if (found != expected) {
      throw error(
          tensor, "found " + found + " bytes of data, expected " + expected + " for " + shape);
    }
  }

  private TensorShape shape(TensorProto tensor) {
    if (tensor.getDimsCount() > TensorShape.MOST_AXES) {
      throw error(
          tensor,
          "rank: found " + tensor.getDimsCount() + ", expected at most " + TensorShape.MOST_AXES);
    }
    int[] dims = new int[tensor.getDimsCount()];
    for (int i = 0; i < dims.length; i++) {
      long dim = tensor.getDims(i);
      if (dim < 0 || dim > Integer.MAX_VALUE) {
        throw error(tensor, "dimension " + i + ": found " + dim + ", expected 0 to 2^31-1");
      }
      dims[i] = (int) dim;
    }
    return TensorShape.of(dims);
  }

  private long elementCount(TensorProto tensor, TensorShape shape) {
    try {
      long count = shape.elementCount();
      if (count > Integer.MAX_VALUE - 8) {
        throw error(tensor, "found " + count + " elements, expected fewer than 2^31");
      }
      return count;
    } catch (ArithmeticException e) {
      throw error(tensor, "shape " + shape + " has more than 2^63 elements");
    }
  }

  private int width(TensorProto tensor, int type) {
    return switch (type) {
      case TensorProto.DataType.FLOAT_VALUE,
          TensorProto.DataType.INT32_VALUE,
          TensorProto.DataType.UINT32_VALUE ->
          4;
      case TensorProto.DataType.DOUBLE_VALUE,
          TensorProto.DataType.INT64_VALUE,
          TensorProto.DataType.UINT64_VALUE ->
          8;
      case TensorProto.DataType.FLOAT16_VALUE,
          TensorProto.DataType.BFLOAT16_VALUE,
          TensorProto.DataType.INT16_VALUE,
          TensorProto.DataType.UINT16_VALUE ->
          2;
      case TensorProto.DataType.INT8_VALUE,
          TensorProto.DataType.UINT8_VALUE,
          TensorProto.DataType.BOOL_VALUE ->
          1;
      default ->
          throw error(
              tensor,
              "element type "
                  + typeName(type)
                  + " is not supported; expected float32, float64, float16, bfloat16, an 8- to"
                  + " 64-bit integer or bool");
    };
  }

  private static String typeName(int type) {
    TensorProto.DataType known = TensorProto.DataType.forNumber(type);
    return known == null ? String.valueOf(type) : known.name();
  }

  private Constant fromRaw(
      TensorProto tensor, TensorShape shape, int type, int width, long count, ByteString raw) {
    requireLength(tensor, shape, raw.size(), count * width);
    if (type == TensorProto.DataType.FLOAT_VALUE) {
      ByteBuffer bytes = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      return new Constant.Stored(shape, bytes.asFloatBuffer());
    }
    return fromBytes(shape, type, (int) count, raw.asReadOnlyByteBuffer());
  }

  private static Constant fromBytes(TensorShape shape, int type, int count, ByteBuffer buffer) {
    ByteBuffer data = buffer.order(ByteOrder.LITTLE_ENDIAN);
    if (isFloat(type)) {
      float[] values = new float[count];
      if (type == TensorProto.DataType.FLOAT_VALUE) {
        data.asFloatBuffer().get(values);
        return new Constant.Floats(shape, values);
      }
      for (int i = 0; i < count; i++) {
        values[i] =
            switch (type) {
              case TensorProto.DataType.DOUBLE_VALUE -> (float) data.getDouble();
              case TensorProto.DataType.FLOAT16_VALUE -> half(data.getShort());
              default -> Float.intBitsToFloat(data.getShort() << 16);
            };
      }
      return new Constant.Floats(shape, values);
    }
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (type) {
            case TensorProto.DataType.INT64_VALUE, TensorProto.DataType.UINT64_VALUE ->
                data.getLong();
            case TensorProto.DataType.INT32_VALUE -> data.getInt();
            case TensorProto.DataType.UINT32_VALUE -> Integer.toUnsignedLong(data.getInt());
            case TensorProto.DataType.INT16_VALUE -> data.getShort();
            case TensorProto.DataType.UINT16_VALUE -> Short.toUnsignedInt(data.getShort());
            case TensorProto.DataType.INT8_VALUE -> data.get();
            default -> Byte.toUnsignedInt(data.get());
          };
    }
    return new Constant.Integers(shape, values);
  }

  private Constant fromLists(TensorProto tensor, TensorShape shape, int type, long count) {
    int n = (int) count;
    int found =
        switch (type) {
          case TensorProto.DataType.FLOAT_VALUE -> tensor.getFloatDataCount();
          case TensorProto.DataType.DOUBLE_VALUE -> tensor.getDoubleDataCount();
          case TensorProto.DataType.INT64_VALUE -> tensor.getInt64DataCount();
          case TensorProto.DataType.UINT64_VALUE, TensorProto.DataType.UINT32_VALUE ->
              tensor.getUint64DataCount();
          default -> tensor.getInt32DataCount();
        };
    if (found != n) {
      throw error(tensor, "found " + found + " elements of data, expected " + n + " for " + shape);
    }
    if (isFloat(type)) {
      float[] values = new float[n];
      for (int i = 0; i < n; i++) {
        values[i] =
            switch (type) {
              case TensorProto.DataType.FLOAT_VALUE -> tensor.getFloatData(i);
              case TensorProto.DataType.DOUBLE_VALUE -> (float) tensor.getDoubleData(i);
              case TensorProto.DataType.FLOAT16_VALUE -> half((short) tensor.getInt32Data(i));
              default -> Float.intBitsToFloat(tensor.getInt32Data(i) << 16);
            };
      }
      return new Constant.Floats(shape, values);
    }
    long[] values = new long[n];
    for (int i = 0; i < n; i++) {
      values[i] =
          switch (type) {
            case TensorProto.DataType.INT64_VALUE -> tensor.getInt64Data(i);
            case TensorProto.DataType.UINT64_VALUE, TensorProto.DataType.UINT32_VALUE ->
                tensor.getUint64Data(i);
            default -> tensor.getInt32Data(i);
          };
    }
    return new Constant.Integers(shape, values);
  }

  private Constant external(
      TensorProto tensor, TensorShape shape, long bytes, Function<ByteBuffer, Constant> read) {
    Map<String, String> entries = new HashMap<>();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      entries.put(entry.getKey(), entry.getValue());
    }
    String location = entries.getOrDefault("location", "");
    if (location.isEmpty()) {
      throw error(tensor, "external data names no location");
    }
    Path data = inModelFolder(tensor, location);
    long offset = number(tensor, "offset", entries.getOrDefault("offset", "0"));
    long length = number(tensor, "length", entries.getOrDefault("length", String.valueOf(bytes)));
    if (length != bytes) {
      throw error(tensor, "external length: found " + length + ", expected " + bytes + " bytes");
    }
    if (!Files.exists(data)) {
      return new Constant.Missing(shape);
    }
    if (length > Integer.MAX_VALUE) {
      throw error(tensor, "found " + length + " bytes in one tensor, expected fewer than 2^31");
    }
    if (!Files.isRegularFile(data)) {
      throw error(
          tensor, "external data '" + QuotedText.name(location) + "' is not a regular file");
    }
    try (FileChannel channel = FileChannel.open(data)) {
      if (offset > channel.size() || length > channel.size() - offset) {
        throw error(
            tensor,
            "external data '"
                + QuotedText.name(location)
                + "' ends at byte "
                + channel.size()
                + ", expected "
                + length
                + " bytes from byte "
                + offset
                + " on");
      }
      return read.apply(channel.map(FileChannel.MapMode.READ_ONLY, offset, length));
    } catch (IOException e) {
      throw error(
          tensor,
          "external data '" + QuotedText.name(location) + "' cannot be read: " + e.getMessage());
    }
  }

  private Path inModelFolder(TensorProto tensor, String location) {
    if (location.indexOf('\0') >= 0 || location.indexOf('\\') >= 0) {
      throw error(
          tensor, "external data location is no plain relative path; expected one in the folder");
    }
    try {
      Path relative = Path.of(location);
      Path folder = Path.of(String.valueOf(file.toAbsolutePath().normalize().getParent()));
      Path data = folder.resolve(relative).normalize();
      boolean escapes = relative.isAbsolute() || !data.startsWith(folder);
      if (!escapes && Files.exists(data, LinkOption.NOFOLLOW_LINKS)) {
        data = data.toRealPath();
        escapes = !data.startsWith(folder.toRealPath());
      }
      if (escapes) {
        throw error(
            tensor,
            "external data '"
                + QuotedText.name(location)
                + "' lies outside the model's folder; refused");
      }
      return data;
    } catch (InvalidPathException | IOException e) {
      throw error(tensor, "external data '" + QuotedText.name(location) + "' is no usable path");
    }
  }

  private long number(TensorProto tensor, String key, String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below, with the negative case
    }
    throw error(
        tensor,
        "external "
            + key
            + ": found '"
            + QuotedText.name(text)
            + "', expected a byte count of at least 0");
  }

  private static boolean isFloat(int type) {
    return type == TensorProto.DataType.FLOAT_VALUE
        || type == TensorProto.DataType.DOUBLE_VALUE
        || type == TensorProto.DataType.FLOAT16_VALUE
        || type == TensorProto.DataType.BFLOAT16_VALUE;
  }

  /** IEEE 754 half precision. */
  private static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      float subnormal = fraction * 0x1p-24f;
      return sign == 0 ? subnormal : -subnormal;
    }
    int wide = exponent == 31 ? 255 : exponent + 112;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }

  private InvalidInputException error(TensorProto tensor, String problem) {
    return new InvalidInputException(
        file + ": tensor '" + QuotedText.name(tensor.getName()) + "': " + problem);
  }
}
