package dev.twobit.onnx;

import static dev.twobit.onnx.HostileModel.floats;
import static dev.twobit.onnx.HostileModel.node;
import static dev.twobit.onnx.HostileModel.tensor;

import dev.twobit.onnx.proto.AttributeProto;
import dev.twobit.onnx.proto.AttributeProto.AttributeType;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.TensorProto.DataType;
import java.util.List;

/** What a file states of its tensors and is not so, and parts that do not belong together. */
final class HostileStatements {
  private HostileStatements() {}

  static void addTo(HostileCorpus c) {
    shapes(c);
    types(c);
    quantized(c);
    parts(c);
    dead(c);
    counts(c);
  }

  private static void shapes(HostileCorpus c) {
    c.refused(
        "value info of other channels",
        "tensor 'c1' is 1x4x8x8, declared 1x5x8x8",
        g -> g.addValueInfo(tensor("c1", DataType.FLOAT, 1, 5, 8, 8)));
    c.refused(
        "value info of another rank",
        "tensor 'f' is 1x6, declared 1x6x1x1",
        g -> g.addValueInfo(tensor("f", DataType.FLOAT, 1, 6, 1, 1)));
    c.refused(
        "value info of a scalar",
        "tensor 'g' is 1x6x1x1, declared a scalar",
        g -> g.addValueInfo(tensor("g", DataType.FLOAT)));
    c.refused(
        "value info of another batch",
        "tensor 'r1' is 1x4x8x8, declared 2x4x8x8",
        g -> g.addValueInfo(tensor("r1", DataType.FLOAT, 2, 4, 8, 8)));
    c.refused(
        "value info of a weight",
        "tensor 'W2' is 6x4x3x3, declared 6x3x3x4",
        g -> g.addValueInfo(tensor("W2", DataType.FLOAT, 6, 3, 3, 4)));
    c.refused(
        "value info of a constant that is computed",
        "tensor 'kept' is 4, declared 5",
        g -> {
          g.addNode(node("k", "Identity", List.of("B1"), "kept"));
          g.addValueInfo(tensor("kept", DataType.FLOAT, 5));
        });
    c.refused(
        "value info of what no output depends on",
        "tensor 'unread' is 1x4x8x8, declared 1x4x8x9",
        g -> {
          g.addNode(node("dead", "Relu", List.of("c1"), "unread"));
          g.addValueInfo(tensor("unread", DataType.FLOAT, 1, 4, 8, 9));
        });
    c.refused(
        "a weight's input of another shape",
        "input 'W1' is 4x3x3x3, declared 4x3x3x4",
        g -> g.addInput(tensor("W1", DataType.FLOAT, 4, 3, 3, 4)));
    c.refused(
        "the second of two statements",
        "tensor 'c1' is 1x4x8x8, declared 1x4x8x7",
        g -> {
          g.addValueInfo(tensor("c1", DataType.FLOAT, 1, 4, 8, 8));
          g.addValueInfo(tensor("c1", DataType.FLOAT, 1, 4, 8, 7));
        });
    c.accepted(
        "value info that holds, and that is open, and of no tensor",
        g -> {
          g.addValueInfo(tensor("c1", DataType.FLOAT, 1, 4, 8, 8));
          g.addValueInfo(tensor("r1", DataType.FLOAT, 1, 4, -1, 0));
          g.addValueInfo(tensor("W2", DataType.FLOAT, 6, 4, 3, 3));
          g.addValueInfo(tensor("of another graph", DataType.DOUBLE, 7));
        });
    c.accepted(
        "value info of another batch than the open one",
        g -> {
          g.setInput(0, tensor("x", DataType.FLOAT, 0, 3, 8, 8));
          g.addValueInfo(tensor("c1", DataType.FLOAT, 4, 4, 8, 8));
        });
  }

  private static void types(HostileCorpus c) {
    c.refused(
        "value info of another type",
        "tensor 'c1' is FLOAT, declared INT8",
        g -> g.addValueInfo(tensor("c1", DataType.INT8, 1, 4, 8, 8)));
    c.refused(
        "output of another type",
        "output 'y' is FLOAT, declared DOUBLE",
        g -> g.setOutput(0, tensor("y", DataType.DOUBLE, 1, 10)));
    c.refused(
        "a weight's input of another type",
        "input 'W1' is FLOAT, declared INT64",
        g -> g.addInput(tensor("W1", DataType.INT64, 4, 3, 3, 3)));
  }

  /** Of tensors that are taken out of the graph when it is read. */
  private static void quantized(HostileCorpus c) {
    for (String tensor : List.of("q", "d")) {
      c.refused(
          "value info of other codes of " + tensor,
          "tensor '" + tensor + "' is 1x4x8x8, declared 1x4x8x9",
          g -> {
            HostileStatements.quantizer(g);
            g.addValueInfo(tensor(tensor, DataType.UNDEFINED, 1, 4, 8, 9));
          });
    }
    c.refused(
        "value info of codes of another type",
        "tensor 'q' is UINT8, declared INT8",
        g -> {
          quantizer(g);
          g.addValueInfo(tensor("q", DataType.INT8, 1, 4, 8, 8));
        });
    c.accepted(
        "value info of codes",
        g -> {
          quantizer(g);
          g.addValueInfo(tensor("q", DataType.UINT8, 1, 4, 8, 8));
          g.addValueInfo(tensor("d", DataType.FLOAT, 1, 4, 8, 8));
        });
  }

  private static void quantizer(GraphProto.Builder g) {
    g.addInitializer(floats("step").clearRawData().addFloatData(0.1f));
    g.addNode(node("quantize", "QuantizeLinear", List.of("r1", "step"), "q"));
    g.addNode(node("dequantize", "DequantizeLinear", List.of("q", "step"), "d"));
    g.getNodeBuilder(2).setInput(0, "d");
  }

  private static void parts(HostileCorpus c) {
    c.refused(
        "two networks",
        "inputs 'x' and 'x2' are of two networks that share no tensor",
        g -> {
          second(g);
          g.addOutput(tensor("c3", DataType.FLOAT, 1, 4, 6, 6));
        });
    c.refused(
        "a second network without an output",
        "input 'x2': no output depends on it",
        HostileStatements::second);
    c.refused(
        "an image that only its shape is read of",
        "input 'x2': no output depends on it",
        g -> {
          g.addInput(tensor("x2", DataType.FLOAT, 1, 6));
          g.addNode(node("shape", "Shape", List.of("x2"), "s"));
          g.getNodeBuilder(4).setOpType("Reshape").addInput("s");
        });
    c.refused(
        "an output of noise",
        "output 'noise': depends on no input",
        g -> {
          g.addNode(node("draw", "RandomNormal", List.of(), "noise"));
          g.addOutput(tensor("noise", DataType.FLOAT, 1, 10));
        });
    c.accepted(
        "two outputs of one image",
        g -> {
          g.addNode(node("conv3", "Conv", List.of("x", "W1"), "c3"));
          g.addOutput(tensor("c3", DataType.FLOAT, 1, 4, 6, 6));
        });
    c.accepted(
        "two images of one output",
        g -> {
          g.addInput(tensor("x2", DataType.FLOAT, 1, 3, 8, 8));
          g.addNode(node("sum", "Add", List.of("x", "x2"), "both"));
          g.getNodeBuilder(0).setInput(0, "both");
        });
    c.shown(
        "an image that a branch reads",
        "operator If is not supported",
        g -> {
          g.addInput(tensor("x2", DataType.FLOAT, 1, 4, 8, 8));
          GraphProto branch =
              GraphProto.newBuilder()
                  .addNode(node("inner", "Relu", List.of("x2"), "out"))
                  .addOutput(tensor("out", DataType.FLOAT, 1))
                  .build();
          g.getNodeBuilder(1)
              .setOpType("If")
              .addAttribute(
                  AttributeProto.newBuilder()
                      .setName("then_branch")
                      .setType(AttributeType.GRAPH)
                      .setG(branch));
          g.addValueInfo(tensor("r1", DataType.FLOAT, 1, 4, 8, 8));
        });
  }

  /** From an image of its own, with weights of the first. */
  private static void second(GraphProto.Builder g) {
    g.addInput(tensor("x2", DataType.FLOAT, 1, 3, 8, 8));
    g.addNode(node("conv3", "Conv", List.of("x2", "W1"), "c3"));
  }

  /** Left out, as ONNX Runtime does. */
  private static void dead(HostileCorpus c) {
    c.accepted(
        "a convolution that no output depends on",
        g -> g.addNode(node("dead", "Conv", List.of("x", "W1"), "unread")));
    c.accepted(
        "an operator that cannot be run and no output depends on",
        g -> {
          g.addNode(node("dead", "FooBar", List.of("c1"), "unread"));
          g.addValueInfo(tensor("unread", DataType.FLOAT, 1, 4, 8, 8));
        });
    c.accepted("a weight that nothing reads", g -> g.addInitializer(floats("W4", 3)));
  }

  private static void counts(HostileCorpus c) {
    c.refused(
        "Conv of five inputs",
        "node 'conv2' (Conv): found 5 inputs, expected 2 to 3",
        g -> g.getNodeBuilder(2).addAllInput(List.of("B1", "B1", "B1")));
    c.refused(
        "an input too many that is left out",
        "node 'relu1' (Relu): found 2 inputs, expected 1",
        g -> g.getNodeBuilder(1).addInput(""));
    c.refused(
        "axes as an input before they were one",
        "(ReduceMean): found 2 inputs, expected 1",
        g -> {
          g.addInitializer(HostileModel.integers("axes", 2, 3));
          g.getNodeBuilder(3).setOpType("ReduceMean").addInput("axes");
        });
    c.refused(
        "Quant of five inputs",
        "node 'q' (Quant): found 5 inputs, expected 4",
        g ->
            g.addNode(
                node("q", "Quant", List.of("c1", "B1", "B1", "B1", "B1"), "q")
                    .setDomain(QonnxDomain.NAME)));
    c.refused(
        "QLinearAdd of nine inputs",
        "node 'ql' (QLinearAdd): found 9 inputs, expected 7 to 8",
        g ->
            g.addNode(
                node("ql", "QLinearAdd", java.util.Collections.nCopies(9, "c1"), "ql")
                    .setDomain("com.microsoft")));
  }
}
