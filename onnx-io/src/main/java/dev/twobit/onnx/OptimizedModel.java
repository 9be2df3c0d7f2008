package dev.twobit.onnx;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.twobit.onnx.OnnxRuntimeSession.Optimization;
import dev.twobit.onnx.proto.AttributeProto;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.proto.TypeProto;
import dev.twobit.onnx.proto.ValueInfoProto;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A model as ONNX Runtime has optimized it, with some of its tensors as outputs. Added to the model
 * before, they would keep it from being optimized: what is fused has no tensor within.
 */
public final class OptimizedModel {
  private final byte[] bytes;
  private final Map<String, String> shown;

  private OptimizedModel(byte[] bytes, Map<String, String> shown) {
    this.bytes = bytes;
    this.shown = Map.copyOf(shown);
  }

  /**
   * Throws IllegalStateException with ONNX Runtime's message if it cannot load the model.
   *
   * @param model the bytes of one
   * @param name for messages
   * @param tensors of integers of at most 8 bits; those that are gone are not shown
   */
  public static OptimizedModel of(
      byte[] model, String name, Optimization level, Collection<String> tensors) {
    ModelProto made = parsed(OnnxRuntimeSession.optimized(model, name, level));
    GraphProto.Builder graph = made.getGraph().toBuilder();
    Set<String> left = new HashSet<>();
    graph.getNodeList().forEach(node -> left.addAll(node.getOutputList()));
    Map<String, String> shown = new HashMap<>();
    for (String tensor : tensors) {
      if (left.contains(tensor)) {
        shown.put(tensor, output(graph, tensor));
      }
    }
    return new OptimizedModel(made.toBuilder().setGraph(graph).build().toByteArray(), shown);
  }

  /** As floats, for types under a byte are no outputs that Java can read. */
  private static String output(GraphProto.Builder graph, String tensor) {
    String name = tensor + ".shown";
    int type = TensorProto.DataType.FLOAT_VALUE;
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Cast")
            .setName(name)
            .addInput(tensor)
            .addOutput(name)
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("to")
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(type)));
    graph.addOutput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type))));
    return name;
  }

  private static ModelProto parsed(byte[] model) {
    try {
      return ModelProto.parseFrom(model);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("ONNX Runtime wrote what is no model", e);
    }
  }

  /** Names of the outputs that show tensors, by tensor. */
  public Map<String, String> shown() {
    return shown;
  }

  /** A session on it as it is, which {@link OnnxRuntimeSession#runAll} shows the tensors of. */
  public OnnxRuntimeSession open(String name) {
    return OnnxRuntimeSession.of(bytes, name, Optimization.NONE, 1);
  }
}
