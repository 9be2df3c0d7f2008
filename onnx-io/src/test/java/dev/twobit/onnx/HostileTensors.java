package dev.twobit.onnx;

import static dev.twobit.onnx.HostileModel.external;
import static dev.twobit.onnx.HostileModel.floats;
import static dev.twobit.onnx.HostileModel.integers;
import static dev.twobit.onnx.HostileModel.node;

import com.google.protobuf.ByteString;
import dev.twobit.onnx.proto.AttributeProto;
import dev.twobit.onnx.proto.AttributeProto.AttributeType;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.proto.TensorProto.DataLocation;
import dev.twobit.onnx.proto.TensorProto.DataType;
import java.util.List;
import java.util.function.Consumer;

/** Weights and constants: types, sizes, places. */
final class HostileTensors {
  private HostileTensors() {}

  static void addTo(HostileCorpus c) {
    data(c);
    places(c);
    constants(c);
  }

  private static void data(HostileCorpus c) {
    for (DataType type :
        List.of(DataType.COMPLEX64, DataType.FLOAT8E5M2, DataType.UINT4, DataType.UINT2)) {
      weight(c, "type " + type, "is not supported", t -> t.setDataType(type.getNumber()));
    }
    weight(c, "of integers", "INT32 where FLOAT", t -> t.setDataType(DataType.INT32.getNumber()));
    weight(c, "of a negative type", "element type -1", t -> t.setDataType(-1));
    weight(c, "one byte", "found 1 bytes", t -> t.setRawData(ByteString.copyFrom(new byte[1])));
    weight(
        c,
        "as strings too",
        "found 0 elements",
        t -> t.clearRawData().addStringData(ByteString.copyFromUtf8("1")));
    weight(c, "least dim", "found -9223372036854775808", t -> t.setDims(0, Long.MIN_VALUE));
    weight(c, "31 bits of channels and no data", "found 0 elements", t -> empty(t, 1 << 20));
    weight(c, "of 2^62 elements", "more than 2^63", t -> empty(t, 1L << 30).setDims(1, 1L << 30));
    weight(
        c,
        "of no channels",
        "has an extent of 0",
        t -> t.setDims(1, 0).setRawData(ByteString.EMPTY));
    weight(c, "of no kernels", "", t -> t.setDims(0, 0).setRawData(ByteString.EMPTY));
    weight(c, "an infinity", "1 of 216 values", HostileTensors::infinite);
    c.refused(
        "bias of another length", "bias: found shape 5", g -> g.setInitializer(1, floats("B1", 5)));
    c.refused(
        "unread weight is broken",
        "found 0 bytes",
        g -> g.addInitializer(HostileCorpus.hollow("unread", 1000, 1000)));
    c.refused(
        "a hundred thousand hollow weights",
        "bytes of data",
        g -> {
          for (int i = 0; i < 100_000; i++) {
            g.addInitializer(HostileCorpus.hollow("h" + i, 1 << 30));
          }
        });
  }

  private static void places(HostileCorpus c) {
    placed(c, "home of a user", "no plain relative|not found|outside", "~/secret");
    placed(c, "URL", "not found", "http://example.org/w.bin");
    placed(c, "file URL", "not found", "file:///etc/passwd");
    placed(c, "drive letter", "no plain relative", "C:\\w.bin");
    placed(c, "percent of dots", "not found", "%2e%2e/%2e%2e/etc/passwd");
    placed(c, "double slash", "outside", "//etc/passwd");
    placed(c, "proc", "outside", "../../../../../../proc/self/environ");
    placed(c, "a path of 10000 characters", "not found", "a".repeat(10_000));
    placed(c, "a deep path", "not found", "a/".repeat(3000) + "b");
    placed(c, "spaces", "not found", "   ");
    placed(c, "the folder", "not a regular file", ".");
    placed(c, "the folder by name", "outside|not a regular file|not found", "x/..");
    elsewhere(c, "offset 2^64", "byte count", "location", "w", "offset", "18446744073709551616");
    elsewhere(c, "offset of a fraction", "byte count", "location", "w", "offset", "1e3");
    elsewhere(c, "length negative", "byte count", "location", "w", "length", "-1");
    elsewhere(c, "location twice", "outside", "location", "w.bin", "location", "/etc/passwd");
    c.refused(
        "a Constant from elsewhere",
        "outside",
        g ->
            g.addNode(
                node("k", "Constant", List.of(), "kept")
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("value")
                            .setType(AttributeType.TENSOR)
                            .setT(external("location", "/etc/passwd")))));
    c.refused(
        "shape from elsewhere",
        "outside",
        g -> {
          g.addInitializer(
              integers("shape", 1, 6).toBuilder()
                  .clearInt64Data()
                  .setDataLocation(DataLocation.EXTERNAL)
                  .addExternalData(external("location", "/etc/passwd").getExternalData(0)));
          g.addNode(node("rs", "Reshape", List.of("g", "shape"), "reshaped"));
        });
  }

  private static void constants(HostileCorpus c) {
    c.refused(
        "equal weights of 36 gigabytes",
        "at most 268435456 elements",
        g -> filled(g, 1 << 15, 1 << 15, 3, 3));
    c.refused("shape negative of equal weights", "found extent -1", g -> filled(g, -1, 4, 3, 3));
    c.refused(
        "slice steps that overflow",
        "differ in rank|expected",
        g -> {
          g.addInitializer(integers("one", 1));
          g.addInitializer(integers("most", Long.MAX_VALUE));
          g.addInitializer(integers("zero", 0));
          g.addNode(node("sl", "Slice", List.of("W1", "one", "most", "zero", "most"), "cut"));
          g.addNode(node("use", "Conv", List.of("x", "cut", "B1"), "used"));
        });
    c.refused(
        "concat of constants of different shapes",
        "node 'cat' (Concat)",
        g ->
            g.addNode(
                node("cat", "Concat", List.of("W1", "B1"), "both")
                    .addAttribute(HostileModel.integer("axis", 0))));
    c.refused(
        "gather far outside",
        "outside axis",
        g -> {
          g.addInitializer(integers("far", 1L << 33));
          g.addNode(node("ga", "Gather", List.of("B1", "far"), "got"));
        });
    c.refused(
        "constant of nothing",
        "node 'k' (ConstantOfShape)",
        g -> {
          g.addInitializer(integers("two", 2));
          g.addNode(
              node("k", "ConstantOfShape", List.of("two"), "full")
                  .addAttribute(
                      AttributeProto.newBuilder()
                          .setName("value")
                          .setType(AttributeType.TENSOR)
                          .setT(HostileCorpus.hollow("v", 0))));
        });
    c.refused(
        "Constant without a value",
        "found no value",
        g -> g.addNode(node("k", "Constant", List.of(), "kept")));
    c.refused(
        "squeeze of a constant's wide axis",
        "node 'sq' (Squeeze)",
        g -> {
          g.addInitializer(integers("axes", 0));
          g.addNode(node("sq", "Squeeze", List.of("W1", "axes"), "squeezed"));
        });
  }

  private static void weight(
      HostileCorpus c, String name, String says, Consumer<TensorProto.Builder> fault) {
    c.refused("weight " + name, says, g -> fault.accept(g.getInitializerBuilder(2)));
  }

  private static void placed(HostileCorpus c, String name, String says, String location) {
    elsewhere(c, name, says, "location", location);
  }

  private static void elsewhere(HostileCorpus c, String name, String says, String... entries) {
    c.refused("external " + name, says, g -> g.setInitializer(2, external(entries)));
  }

  private static TensorProto.Builder empty(TensorProto.Builder t, long kernels) {
    return t.clearRawData().setDims(0, kernels);
  }

  private static void infinite(TensorProto.Builder t) {
    byte[] bytes = t.getRawData().toByteArray();
    bytes[2] = (byte) 0x80;
    bytes[3] = 0x7f;
    bytes[0] = 0;
    bytes[1] = 0;
    t.setRawData(ByteString.copyFrom(bytes));
  }

  /** conv2 with weights that are a number and a shape. */
  private static void filled(GraphProto.Builder g, long... shape) {
    g.addInitializer(integers("filled", shape));
    g.addNode(0, node("k", "ConstantOfShape", List.of("filled"), "full"));
    g.getNodeBuilder(3).setInput(1, "full");
    g.setInput(0, HostileModel.tensor("x", DataType.FLOAT, 1, 3, 8, 8));
  }
}
