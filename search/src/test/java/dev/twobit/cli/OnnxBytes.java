package dev.twobit.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A small ONNX file put together byte by byte: protobuf is not for this module to see. */
final class OnnxBytes {
  private OnnxBytes() {}

  /** input (1,3,8,8) -> Frobnicate -> Relu -> output. */
  static byte[] withUnsupportedOperator() {
    byte[] graph =
        join(
            field(1, node("odd_node", "Frobnicate", "input", "middle")),
            field(1, node("relu", "Relu", "middle", "output")),
            field(2, text("g")),
            field(11, value("input")),
            field(12, value("output")),
            field(13, value("middle")));
    byte[] opset = new byte[] {0x10, 13}; // version 13
    return join(new byte[] {8, 8}, field(7, graph), field(8, opset));
  }

  /** input (1,3,8,8) -> 1x1 Conv to 3 channels -> Frobnicate -> output. */
  static byte[] withUnsupportedOperatorBehindConvolution() {
    byte[] graph =
        join(
            field(1, join(field(1, text("input")), node("conv", "Conv", "weight", "middle"))),
            field(1, node("odd_node", "Frobnicate", "middle", "output")),
            field(2, text("g")),
            field(5, weight("weight", 3, 3, 1, 1)),
            field(11, value("input")),
            field(12, value("output")));
    return join(new byte[] {8, 8}, field(7, graph), field(8, new byte[] {0x10, 13}));
  }

  /** TensorProto of float zeros. */
  private static byte[] weight(String name, int... dims) {
    byte[] tensor = new byte[] {0x10, 1};
    int count = 1;
    for (int dim : dims) {
      tensor = join(tensor, new byte[] {8, (byte) dim});
      count *= dim;
    }
    return join(tensor, field(8, text(name)), field(9, new byte[4 * count]));
  }

  private static byte[] node(String name, String operator, String input, String output) {
    return join(
        field(1, text(input)),
        field(2, text(output)),
        field(3, text(name)),
        field(4, text(operator)));
  }

  /** ValueInfoProto of float (1,3,8,8). */
  private static byte[] value(String name) {
    byte[] shape = join(dim(1), dim(3), dim(8), dim(8));
    byte[] tensor = join(new byte[] {8, 1}, field(2, shape));
    return join(field(1, text(name)), field(2, field(1, tensor)));
  }

  private static byte[] dim(int extent) {
    return field(1, new byte[] {8, (byte) extent});
  }

  private static byte[] field(int number, byte[] content) {
    if (content.length > 16383) {
      throw new IllegalArgumentException("longer than two bytes of length can say");
    }
    byte[] head =
        content.length < 128
            ? new byte[] {(byte) (number << 3 | 2), (byte) content.length}
            : new byte[] {
              (byte) (number << 3 | 2),
              (byte) (content.length & 127 | 128),
              (byte) (content.length >> 7)
            };
    return join(head, content);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
