package dev.twobit.onnx.write;

import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.GraphWriter;
import dev.twobit.onnx.PackedIntegers;
import dev.twobit.onnx.proto.AttributeProto;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.TensorProto;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A drawn model that is written anew: its nodes and constants by name. */
final class DrawnModel {
  private final ModelProto model;
  private final Map<String, NodeProto> writers = new HashMap<>();
  private final Map<String, List<NodeProto>> readers = new HashMap<>();
  private final Map<String, TensorProto> constants = new HashMap<>();
  private final List<TensorProto> added = new ArrayList<>();

  DrawnModel(ModelProto model) {
    this.model = model;
    GraphProto graph = model.getGraph();
    graph.getInitializerList().forEach(t -> constants.put(t.getName(), t));
    for (NodeProto node : graph.getNodeList()) {
      node.getOutputList().forEach(o -> writers.put(o, node));
      node.getInputList()
          .forEach(in -> readers.computeIfAbsent(in, t -> new ArrayList<>()).add(node));
    }
  }

  /** The dequantizer that writes a tensor. */
  Optional<NodeProto> dequantizer(String tensor) {
    return Optional.ofNullable(writers.get(tensor))
        .filter(n -> n.getOpType().equals("DequantizeLinear"));
  }

  /** The quantizer that is all that reads a tensor. */
  Optional<NodeProto> quantizer(String tensor) {
    List<NodeProto> all = readers.getOrDefault(tensor, List.of());
    return all.size() == 1 && all.get(0).getOpType().equals("QuantizeLinear")
        ? Optional.of(all.get(0))
        : Optional.empty();
  }

  boolean isConstant(String tensor) {
    return constants.containsKey(tensor);
  }

  TensorProto constant(String tensor) {
    return Optional.ofNullable(constants.get(tensor)).orElseThrow();
  }

  float[] floats(String tensor) {
    FloatBuffer buffer =
        constant(tensor)
            .getRawData()
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  byte[] bytes(String tensor) {
    return constant(tensor).getRawData().toByteArray();
  }

  TensorShape shape(String tensor) {
    return TensorShape.of(
        constant(tensor).getDimsList().stream().mapToInt(Long::intValue).toArray());
  }

  String add(TensorProto tensor) {
    added.add(tensor);
    return tensor.getName();
  }

  /** Zero points of signed bytes: one, or as many as there are steps. */
  String zeros(String name, String steps) {
    TensorShape shape = shape(steps);
    return bytes(name, shape, Collections.nCopies((int) shape.elementCount(), 0));
  }

  String bytes(String name, TensorShape shape, List<Integer> values) {
    GraphWriter writer = new GraphWriter("");
    writer.packed(
        name, PackedIntegers.INT8, shape, values.stream().mapToInt(Integer::intValue).toArray());
    return add(writer.build().getInitializer(0));
  }

  String floats(String name, WeightTensor values) {
    GraphWriter writer = new GraphWriter("");
    writer.floats(name, values);
    return add(writer.build().getInitializer(0));
  }

  static AttributeProto axis(long axis) {
    return GraphWriter.Attribute.of("axis", axis).proto();
  }

  /** With these nodes, and the constants that they read. */
  ModelProto with(List<NodeProto> nodes) {
    Set<String> read = new HashSet<>();
    nodes.forEach(n -> read.addAll(n.getInputList()));
    GraphProto.Builder graph = model.getGraph().toBuilder().clearNode().clearInitializer();
    Stream.concat(model.getGraph().getInitializerList().stream(), added.stream())
        .filter(t -> read.contains(t.getName()))
        .forEach(graph::addInitializer);
    return model.toBuilder().setGraph(graph.addAllNode(nodes)).build();
  }
}
