package dev.twobit.onnx;

import com.google.protobuf.ByteString;
import dev.twobit.onnx.proto.AttributeProto;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Quant and BipolarQuant spelled out in operators of ai.onnx, as QONNX's documents define them: a
 * second reading of the definition, run by ONNX Runtime.
 */
public final class QuantInStandardOperators {
  private final GraphProto.Builder graph;

  private QuantInStandardOperators(GraphProto.Builder graph) {
    this.graph = graph;
  }

  public static byte[] of(ModelProto model) {
    GraphProto.Builder graph = model.getGraph().toBuilder().clearNode();
    var rewriter = new QuantInStandardOperators(graph);
    model.getGraph().getNodeList().forEach(rewriter::add);
    return model.toBuilder().setGraph(graph).removeOpsetImport(1).build().toByteArray();
  }

  private void add(NodeProto n) {
    String y = n.getOutput(0);
    if (n.getOpType().equals("Quant")) {
      int bits = (int) number(n.getInput(3));
      boolean signed = attribute(n, "signed") == 1;
      long narrow = attribute(n, "narrow");
      float least = signed ? -(1 << (bits - 1)) + narrow : 0;
      float most = signed ? (1 << (bits - 1)) - 1 : (1 << bits) - 1 - narrow;
      node("Div", y + "/1", n.getInput(0), n.getInput(1));
      node("Add", y + "/2", y + "/1", n.getInput(2));
      node("Clip", y + "/3", y + "/2", constant(y + "/least", least), constant(y + "/most", most));
      node("Round", y + "/4", y + "/3");
      node("Sub", y + "/5", y + "/4", n.getInput(2));
      node("Mul", y, y + "/5", n.getInput(1));
    } else if (n.getOpType().equals("BipolarQuant")) {
      node("GreaterOrEqual", y + "/1", n.getInput(0), constant(y + "/zero", 0));
      node("Where", y + "/2", y + "/1", constant(y + "/one", 1), constant(y + "/minus", -1));
      node("Mul", y, y + "/2", n.getInput(1));
    } else {
      graph.addNode(n);
    }
  }

  private void node(String operator, String output, String... inputs) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(output)
            .addAllInput(java.util.List.of(inputs))
            .addOutput(output));
  }

  private String constant(String name, float value) {
    ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, value);
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setRawData(ByteString.copyFrom(bytes)));
    return name;
  }

  private float number(String name) {
    return graph.getInitializerList().stream()
        .filter(t -> t.getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getRawData()
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .getFloat();
  }

  private static long attribute(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(a -> a.getName().equals(name))
        .map(AttributeProto::getI)
        .findFirst()
        .orElseThrow();
  }
}
