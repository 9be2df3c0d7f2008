package dev.twobit.onnx;

import static dev.twobit.onnx.HostileModel.floats;
import static dev.twobit.onnx.HostileModel.integer;
import static dev.twobit.onnx.HostileModel.integers;
import static dev.twobit.onnx.HostileModel.node;
import static dev.twobit.onnx.HostileModel.real;
import static dev.twobit.onnx.HostileModel.tensor;
import static dev.twobit.onnx.HostileModel.text;

import com.google.protobuf.ByteString;
import dev.twobit.onnx.proto.AttributeProto;
import dev.twobit.onnx.proto.AttributeProto.AttributeType;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.TensorProto.DataType;
import java.util.Collections;
import java.util.List;

/** Attributes and operands. */
final class HostileOperators {
  private HostileOperators() {}

  static void addTo(HostileCorpus c) {
    windows(c);
    types(c);
    functions(c);
    shapes(c);
    operands(c);
  }

  private static void windows(HostileCorpus c) {
    conv(c, "stride 2^40", "32-bit integer", integers("strides", List.of(1L << 40, 1L)));
    conv(c, "stride 2^31-1", "expected 1 to", integers("strides", List.of(2147483647L, 1L)));
    conv(c, "dilation 2^31-1", "expected 1 to", integers("dilations", List.of(2147483647L, 1L)));
    conv(c, "dilation least long", "32-bit", integers("dilations", List.of(Long.MIN_VALUE, 1L)));
    conv(c, "pads 2^31-1", "expected 0 to", HostileModel.pads(2147483647L));
    conv(c, "pads of a million values", "4 values", many("pads", 1_000_000));
    conv(c, "kernel of a million values", "kernel_shape", many("kernel_shape", 1_000_000));
    conv(c, "no strides", "expected 2 values", integers("strides", List.of()));
    conv(c, "group 3", "channels, but the weight", integer("group", 3));
    conv(c, "group 2^31-1", "channels, but the weight", integer("group", 2147483647));
    conv(c, "group least int", "found -2147483648", integer("group", Integer.MIN_VALUE));
    pool(c, "kernel overflows", "the window|does not fit|expected", (1L << 30) + 1, 4);
    pool(c, "kernel negative", "kernel_shape: found", -3, 1);
    c.refused(
        "pads past the pool",
        "as large as the window",
        g ->
            g.getNodeBuilder(1)
                .setOpType("MaxPool")
                .addAttribute(integers("kernel_shape", List.of(2L, 2L)))
                .addAttribute(HostileModel.pads(65_536)));
    c.refused(
        "transposed into billions",
        "elements|expected 1 to",
        g -> {
          g.getNodeBuilder(2)
              .setOpType("ConvTranspose")
              .clearAttribute()
              .addAttribute(integers("strides", List.of(65_536L, 65_536L)));
          g.setInitializer(2, floats("W2", 4, 6, 3, 3));
        });
    c.refused(
        "transposed by nothing",
        "strides",
        g -> {
          g.getNodeBuilder(2)
              .setOpType("ConvTranspose")
              .clearAttribute()
              .addAttribute(integers("strides", List.of(0L, 0L)));
          g.setInitializer(2, floats("W2", 4, 6, 3, 3));
        });
  }

  private static void types(HostileCorpus c) {
    conv(c, "group as a list", "type INTS, expected INT", integers("group", List.of(1L)));
    conv(c, "dilations as a number", "type INT, expected INTS", integer("dilations", 1));
    conv(c, "auto_pad as a number", "type INT, expected STRING", integer("auto_pad", 1));
    conv(c, "auto_pad of bytes", "auto_pad", bytes("auto_pad"));
    conv(c, "group as a graph", "type GRAPH, expected INT", graph("group"));
    conv(c, "kernel as a tensor", "type TENSOR, expected INTS", hollow("kernel_shape"));
    c.refused(
        "Constant of a tensor that is not there",
        "found no value|UNDEFINED",
        g -> g.addNode(node("k", "Constant", List.of(), "kept").addAttribute(hollow("value"))));
  }

  private static void functions(HostileCorpus c) {
    relu(c, "slope as text", "type STRING", "LeakyRelu", text("alpha", "0.1"));
    relu(c, "axis least long", "32-bit", "Softmax", integer("axis", Long.MIN_VALUE));
    relu(c, "axis least int", "axis: found", "Softmax", integer("axis", Integer.MIN_VALUE));
    relu(c, "flatten to the left", "axis: found -5", "Flatten", integer("axis", -5));
    relu(c, "size missing", "size", "LRN", integer("other", 1));
    relu(c, "perm long", "perm: found", "Transpose", many("perm", 100_000));
    relu(
        c, "perm negative", "perm: found", "Transpose", integers("perm", List.of(0L, -1L, 2L, 3L)));
    relu(c, "squeeze of a wide axis", "expected 1", "Squeeze", integers("axes", List.of(1L)));
    relu(
        c,
        "slice without ends",
        "found 1 input, expected 3 to 5",
        "Slice",
        integers("starts", List.of(1L)));
    c.refused(
        "bound of two values",
        "expected a scalar",
        g -> g.getNodeBuilder(1).setOpType("Clip").addInput("B1"));
    c.refused(
        "bound NaN",
        "no number",
        g -> {
          g.addInitializer(
              floats("nan").setRawData(ByteString.copyFrom(new byte[] {0, 0, -64, 127})));
          g.getNodeBuilder(1).setOpType("Clip").addInput("nan");
        });
    c.refused(
        "norm of another size",
        "node 'relu1' (BatchNormalization)",
        g -> {
          g.addInitializer(floats("five", 5));
          g.getNodeBuilder(1)
              .setOpType("BatchNormalization")
              .addAllInput(List.of("five", "five", "five", "five"));
        });
    c.refused(
        "norm without statistics",
        "found 3 inputs",
        g -> g.getNodeBuilder(1).setOpType("BatchNormalization").addAllInput(List.of("B1", "B1")));
    c.refused(
        "slope of another size",
        "node 'relu1' (PRelu)",
        g -> {
          g.addInitializer(floats("five", 5));
          g.getNodeBuilder(1).setOpType("PRelu").addInput("five");
        });
    c.refused(
        "alpha NaN", "finite", g -> g.getNodeBuilder(5).addAttribute(real("alpha", Float.NaN)));
    c.refused(
        "alpha infinite",
        "finite",
        g -> g.getNodeBuilder(5).addAttribute(real("alpha", Float.POSITIVE_INFINITY)));
  }

  private static void shapes(HostileCorpus c) {
    reshape(c, "of what is not there", "copies axis", 0, 0, 0, 0, 0, -1);
    reshape(c, "through overflow", "does not hold", 1 << 30, 1 << 30, 1 << 30, 1 << 30, 6);
    reshape(c, "to least long", "negative extent", Long.MIN_VALUE, 6);
    reshape(c, "to 2^32+6", "does not hold", (1L << 32) + 6, 1);
    c.refused(
        "reshape to a float",
        "is FLOAT, expected INT64",
        g -> {
          g.addInitializer(floats("shape", 2));
          g.addNode(node("rs", "Reshape", List.of("g", "shape"), "reshaped"));
        });
    c.refused(
        "reshape to rank 1000",
        "node 'rs' (Reshape)",
        g -> {
          long[] ones = new long[1000];
          java.util.Arrays.fill(ones, 1);
          ones[0] = 6;
          g.addInitializer(integers("shape", ones));
          g.addNode(node("rs", "Reshape", List.of("g", "shape"), "reshaped"));
        });
    c.refused(
        "reshape by the image",
        "is FLOAT, expected INT64",
        g -> g.addNode(node("rs", "Reshape", List.of("g", "x"), "reshaped")));
    concat(c, "axis 4", "axis: found 4", 4, "c1", "r1");
    concat(c, "axis -5", "axis: found -5", -5, "c1", "r1");
    concat(c, "of different planes", "do not fit", 1, "c1", "g");
    concat(c, "of different ranks", "do not fit", 1, "c1", "f");
    concat(c, "of nothing", "found 0 inputs", 1);
    c.refused(
        "pads of another rank",
        "pads: found",
        g -> {
          g.addInitializer(integers("p", 1, 1));
          g.addNode(node("pad", "Pad", List.of("c1", "p"), "padded"));
        });
    c.refused(
        "pads of 2^31",
        "pads: found",
        g -> {
          g.addInitializer(integers("p", 0, 0, 0, 0, 0, 0, 0, Long.MAX_VALUE));
          g.addNode(node("pad", "Pad", List.of("c1", "p"), "padded"));
        });
    c.refused(
        "slice of nothing left",
        "elements",
        g -> {
          g.addInitializer(integers("from", 8));
          g.addInitializer(integers("to", 9));
          g.addInitializer(integers("axis", 2));
          g.addNode(node("sl", "Slice", List.of("c1", "from", "to", "axis"), "cut"));
        });
    c.refused(
        "slice by 0",
        "node 'sl' (Slice)",
        g -> {
          g.addInitializer(integers("from", 0));
          g.addInitializer(integers("to", 9));
          g.addNode(node("sl", "Slice", List.of("c1", "from", "to", "from", "from"), "cut"));
        });
  }

  private static void operands(HostileCorpus c) {
    c.refused("a matrix of rank 1", "node 'fc' (Gemm)", g -> g.setInitializer(3, floats("W3", 60)));
    c.refused(
        "a product with the image",
        "expected two matrices",
        g -> g.getNodeBuilder(5).setInput(0, "c2"));
    c.refused(
        "Conv without weights",
        "found 1 input, expected 2 to 3",
        g -> g.getNodeBuilder(2).clearInput().addInput("r1"));
    c.refused(
        "Add of shapes that do not fit",
        "do not fit",
        g -> g.addNode(node("add", "Add", List.of("c1", "x"), "sum")));
    c.refused(
        "Add of nothing", "node 'add' (Add)", g -> g.addNode(node("add", "Add", List.of(), "sum")));
    c.refused(
        "second output that is not made",
        "found 2 outputs, expected 1",
        g -> {
          g.getNodeBuilder(1).addOutput("mask");
          g.addNode(node("use", "Relu", List.of("mask"), "used"));
        });
    c.shown(
        "weights that are activations, of a declared shape",
        "the weight is computed at run time",
        g -> {
          g.addInput(tensor("w", DataType.FLOAT, 6, 4, 3, 3));
          g.getNodeBuilder(2).setInput(1, "w");
          g.addValueInfo(tensor("c2", DataType.FLOAT, 1, 6, 8, 8));
        });
    c.refused(
        "constant that multiplies from the left",
        "the constant is the first factor",
        g -> {
          g.addInitializer(floats("left", 8, 8));
          g.getNodeBuilder(1).setOpType("MatMul").clearInput().addAllInput(List.of("left", "c1"));
        });
    c.shown(
        "product of an activation with itself",
        "both factors are computed at run time",
        g -> g.getNodeBuilder(1).setOpType("MatMul").addInput("c1"));
    c.refused(
        "planes of a batch that is not there",
        "node 'conv1'",
        g -> g.setInput(0, tensor("x", DataType.FLOAT, 3, 8, 8)));
    c.accepted(
        "batch of 2^16",
        g -> {
          g.setInput(0, tensor("x", DataType.FLOAT, 1 << 16, 3, 8, 8));
          g.setOutput(0, tensor("y", DataType.FLOAT, 1 << 16, 10));
        });
  }

  private static void conv(HostileCorpus c, String name, String says, AttributeProto attribute) {
    c.refused(
        "conv " + name,
        says,
        g -> {
          var conv = g.getNodeBuilder(2);
          if (attribute.getName().equals("pads")) {
            conv.clearAttribute();
          }
          conv.addAttribute(attribute);
        });
  }

  private static void pool(HostileCorpus c, String name, String says, long kernel, long dilation) {
    c.refused(
        "pool " + name,
        says,
        g ->
            g.getNodeBuilder(1)
                .setOpType("MaxPool")
                .addAttribute(integers("kernel_shape", List.of(kernel, kernel)))
                .addAttribute(integers("dilations", List.of(dilation, dilation))));
  }

  private static void relu(
      HostileCorpus c, String name, String says, String operator, AttributeProto attribute) {
    c.refused(
        operator + " " + name,
        says,
        g -> g.getNodeBuilder(1).setOpType(operator).addAttribute(attribute));
  }

  private static void reshape(HostileCorpus c, String name, String says, long... target) {
    c.refused(
        "reshape " + name,
        says,
        g -> {
          g.addInitializer(integers("shape", target));
          g.addNode(node("rs", "Reshape", List.of("g", "shape"), "reshaped"));
        });
  }

  private static void concat(
      HostileCorpus c, String name, String says, long axis, String... operands) {
    c.refused(
        "concat " + name,
        says,
        g ->
            g.addNode(
                node("cat", "Concat", List.of(operands), "cat")
                    .addAttribute(integer("axis", axis))));
  }

  private static AttributeProto many(String name, int count) {
    return integers(name, Collections.nCopies(count, 1L));
  }

  private static AttributeProto bytes(String name) {
    return text(name, "").toBuilder().setS(ByteString.copyFrom(new byte[] {-1, -2, 10, 0})).build();
  }

  private static AttributeProto graph(String name) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.GRAPH)
        .setG(GraphProto.getDefaultInstance())
        .build();
  }

  private static AttributeProto hollow(String name) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.TENSOR).build();
  }
}
