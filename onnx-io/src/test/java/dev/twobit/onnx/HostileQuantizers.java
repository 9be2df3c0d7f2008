package dev.twobit.onnx;

import static dev.twobit.onnx.HostileModel.floats;
import static dev.twobit.onnx.HostileModel.integer;
import static dev.twobit.onnx.HostileModel.node;

import com.google.protobuf.ByteString;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.OperatorSetIdProto;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.proto.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Quantized tensors: scales, zero points, bit-widths. */
final class HostileQuantizers {
  private HostileQuantizers() {}

  static void addTo(HostileCorpus c) {
    for (float scale : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      c.refused("dequantized with step " + scale, "scale: found", g -> weights(g, scale, 0));
      c.refused("activations of step " + scale, "scale: found", g -> activations(g, scale));
      c.refused("Quant of scale " + scale, "scale: found", g -> quant(g, scale, 0, 2));
    }
    for (float scale : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      c.refused("codes of step " + scale + " that add", "scale: found", g -> added(g, scale, 1));
      c.refused("steps " + scale + " apart", "scale: found", g -> apart(g, scale));
    }
    c.refused("1 step, 2 zero points", "zero point: found 2 values", g -> added(g, 1, 2));
    for (float bits : new float[] {0, -2, 1.5f, 33, 1e9f, Float.NaN}) {
      c.refused("Quant of bits " + bits, "bitwidth: found", g -> quant(g, 1, 0, bits));
    }
    c.refused(
        "Quant of zero point NaN", "zeropt: expected one integer", g -> quant(g, 1, Float.NaN, 2));
    c.refused(
        "Quant of zero point 1e30", "zeropt: expected one integer", g -> quant(g, 1, 1e30f, 2));
    c.refused("axis 9", "for axis 9", g -> weights(g, 1, 9));
    c.refused("axis least long", "for axis", g -> weights(g, 1, Long.MIN_VALUE));
    c.refused(
        "scale of another number",
        "scale: found 5",
        g -> {
          weights(g, 1, 0);
          replace(g, "scale", scalars("scale", 1, 1, 1, 1, 1));
        });
    c.refused(
        "no scale",
        "scale",
        g -> {
          weights(g, 1, 0);
          replace(g, "scale", floats("scale", 0));
        });
    c.refused(
        "zero point of another type",
        "zero point",
        g -> {
          weights(g, 1, 0);
          g.addInitializer(HostileModel.integers("zero", 0));
          g.getNodeBuilderList().stream()
              .filter(n -> n.getName().equals("dq"))
              .forEach(n -> n.addInput("zero"));
        });
    c.refused(
        "codes of hollow 4 bits",
        "bytes of data",
        g -> {
          weights(g, 1, 0);
          replace(
              g,
              "codes",
              HostileCorpus.hollow("codes", 6, 4, 3, 3).toBuilder()
                  .setDataType(DataType.INT4_VALUE));
        });
    c.refused(
        "Quant without operands",
        "found 1 input, expected 4",
        g -> g.addNode(domain(node("q", "Quant", List.of("c1"), "q"))));
    for (String again : List.of("bits", "more")) {
      c.model(
          "quantized twice, then with " + again,
          HostileCorpus.Verdict.ACCEPTED,
          "",
          m -> {
            GraphProto.Builder g = m.getGraphBuilder();
            quant(g, 1, 0, 2);
            g.addInitializer(scalar("more", 4));
            g.addNode(domain(node("q2", "Quant", List.of("q", "scale", "zero", again), "q2")));
            g.addNode(node("use", "Relu", List.of("q2"), "used"));
          });
    }
    c.refused(
        "BipolarQuant of activations",
        "computed at run time",
        g -> g.addNode(domain(node("q", "BipolarQuant", List.of("c1", "B1"), "q"))));
    c.refused(
        "quantized output",
        "expected it",
        g -> {
          quant(g, 1, 0, 2);
          g.setOutput(0, HostileModel.tensor("q", DataType.FLOAT, 1, 4, 8, 8));
        });
    c.refused(
        "QLinearConv without operands",
        "found 1 input, expected 8 to 9",
        g -> g.addNode(node("ql", "QLinearConv", List.of("r1"), "ql")));
    for (float scale : new float[] {0, -1, Float.NaN}) {
      c.refused("QLinearConv of scale " + scale, "scale: found", g -> linear(g, scale, 6));
    }
    c.refused("QLinearConv of 5 biases", "bias: found", g -> linear(g, 1, 5));
    c.model(
        "QONNX of opset 10^9",
        HostileCorpus.Verdict.REFUSED,
        "found 1000000000",
        m -> {
          quant(m.getGraphBuilder(), 1, 0, 2);
          m.getOpsetImportBuilder(0).setVersion(1_000_000_000);
          m.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(QonnxDomain.NAME));
        });
  }

  /** W2 as codes of a byte, one scale a kernel. */
  private static void weights(GraphProto.Builder g, float scale, long axis) {
    g.addInitializer(scalars("scale", scale, scale, scale, scale, scale, scale));
    g.addInitializer(
        HostileCorpus.hollow("codes", 6, 4, 3, 3).toBuilder()
            .setDataType(DataType.INT8_VALUE)
            .setRawData(ByteString.copyFrom(new byte[216])));
    g.addNode(
        0,
        node("dq", "DequantizeLinear", List.of("codes", "scale"), "w2")
            .addAttribute(integer("axis", axis)));
    g.getNodeBuilder(3).setInput(1, "w2");
  }

  /** Between the Relu and conv2. */
  private static void activations(GraphProto.Builder g, float scale) {
    g.addInitializer(scalar("scale", scale));
    g.addNode(2, node("q", "QuantizeLinear", List.of("r1", "scale"), "q"));
    g.addNode(3, node("dq", "DequantizeLinear", List.of("q", "scale"), "dq"));
    g.getNodeBuilder(4).setInput(0, "dq");
  }

  /** Between the Relu and conv2, the codes clipped by what no quantizer has. */
  private static void added(GraphProto.Builder g, float scale, int zeros) {
    g.addInitializer(scalar("scale", scale));
    g.addInitializer(
        HostileCorpus.hollow("zero", zeros).toBuilder()
            .setDataType(DataType.INT8_VALUE)
            .setRawData(ByteString.copyFrom(new byte[zeros])));
    g.addNode(2, node("q", "QuantizeLinear", List.of("r1", "scale", "zero"), "q"));
    g.addNode(3, node("twice", "Max", List.of("q", "q"), "twice"));
    g.addNode(4, node("dq", "DequantizeLinear", List.of("twice", "scale", "zero"), "dq"));
    g.getNodeBuilder(5).setInput(0, "dq");
  }

  /** Between the Relu and conv2, the same step twice. */
  private static void apart(GraphProto.Builder g, float scale) {
    g.addInitializer(scalar("scale", scale));
    g.addInitializer(scalar("scale2", scale));
    g.addNode(2, node("q", "QuantizeLinear", List.of("r1", "scale"), "q"));
    g.addNode(3, node("dq", "DequantizeLinear", List.of("q", "scale2"), "dq"));
    g.getNodeBuilder(4).setInput(0, "dq");
  }

  /** In the place of conv2, quantized from the Relu on. */
  private static void linear(GraphProto.Builder g, float scale, int biases) {
    g.addInitializer(scalar("scale", scale));
    g.addInitializer(
        HostileCorpus.hollow("codes", 6, 4, 3, 3).toBuilder()
            .setDataType(DataType.INT8_VALUE)
            .setRawData(ByteString.copyFrom(new byte[216])));
    g.addInitializer(HostileModel.integers("biases", new long[biases]));
    g.addNode(node("xq", "QuantizeLinear", List.of("r1", "scale"), "xq"));
    g.addNode(
        node(
            "ql",
            "QLinearConv",
            List.of("xq", "scale", "", "codes", "scale", "", "scale", "", "biases"),
            "yq"));
    g.addNode(node("ydq", "DequantizeLinear", List.of("yq", "scale"), "ydq"));
  }

  private static void quant(GraphProto.Builder g, float scale, float zero, float bits) {
    g.addInitializer(scalar("scale", scale));
    g.addInitializer(scalar("zero", zero));
    g.addInitializer(scalar("bits", bits));
    g.addNode(2, domain(node("q", "Quant", List.of("r1", "scale", "zero", "bits"), "q")));
    g.getNodeBuilder(3).setInput(0, "q");
  }

  private static NodeProto.Builder domain(NodeProto.Builder node) {
    return node.setDomain(QonnxDomain.NAME);
  }

  private static void replace(GraphProto.Builder g, String name, TensorProto.Builder tensor) {
    for (int i = 0; i < g.getInitializerCount(); i++) {
      if (g.getInitializer(i).getName().equals(name)) {
        g.setInitializer(i, tensor);
      }
    }
  }

  private static TensorProto.Builder scalar(String name, float value) {
    return scalars(name, value).clearDims();
  }

  private static TensorProto.Builder scalars(String name, float... values) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      raw.putFloat(value);
    }
    return HostileCorpus.hollow(name, values.length).toBuilder()
        .setRawData(ByteString.copyFrom(raw.array()));
  }
}
