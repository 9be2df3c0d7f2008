package dev.twobit.onnx;

import com.google.protobuf.ByteString;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.proto.AttributeProto;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.proto.TensorShapeProto;
import dev.twobit.onnx.proto.TypeProto;
import dev.twobit.onnx.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects nodes and initializers of one ONNX graph. */
public final class GraphWriter {
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Set<String> initializers = new HashSet<>();

  public GraphWriter(String name) {
    graph.setName(name);
  }

  public GraphProto build() {
    return graph.build();
  }

  /** One node with one output. */
  public void node(
      String operator, String name, List<String> inputs, String output, Attribute... attributes) {
    foreignNode("", operator, name, inputs, output, attributes);
  }

  /** One node with several outputs. */
  public void node(
      String operator,
      String name,
      List<String> inputs,
      List<String> outputs,
      Attribute... attributes) {
    add("", operator, name, inputs, outputs, attributes);
  }

  /** One of another domain than ai.onnx. */
  public void foreignNode(
      String domain,
      String operator,
      String name,
      List<String> inputs,
      String output,
      Attribute... attributes) {
    add(domain, operator, name, inputs, List.of(output), attributes);
  }

  private void add(
      String domain,
      String operator,
      String name,
      List<String> inputs,
      List<String> outputs,
      Attribute... attributes) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(name)
            .addAllInput(inputs)
            .addAllOutput(outputs);
    for (Attribute attribute : attributes) {
      node.addAttribute(attribute.proto);
    }
    if (!domain.isEmpty()) {
      node.setDomain(domain);
    }
    graph.addNode(node);
  }

  /** An attribute of a node. */
  public record Attribute(AttributeProto proto) {
    public static Attribute of(String name, long value) {
      return new Attribute(
          AttributeProto.newBuilder()
              .setName(name)
              .setType(AttributeProto.AttributeType.INT)
              .setI(value)
              .build());
    }

    public static Attribute of(String name, double value) {
      return new Attribute(
          AttributeProto.newBuilder()
              .setName(name)
              .setType(AttributeProto.AttributeType.FLOAT)
              .setF((float) value)
              .build());
    }

    public static Attribute of(String name, String value) {
      return new Attribute(
          AttributeProto.newBuilder()
              .setName(name)
              .setType(AttributeProto.AttributeType.STRING)
              .setS(ByteString.copyFromUtf8(value))
              .build());
    }

    public static Attribute of(String name, List<Integer> values) {
      AttributeProto.Builder proto =
          AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
      values.forEach(proto::addInts);
      return new Attribute(proto.build());
    }
  }

  /** Names under which tensors are stored are unique; the name is returned. */
  public String floats(String name, WeightTensor tensor) {
    ByteBuffer bytes = littleEndian(4 * tensor.values().length);
    for (float value : tensor.values()) {
      bytes.putFloat(value);
    }
    return store(name, TensorProto.DataType.FLOAT_VALUE, tensor.shape(), bytes);
  }

  public String scalar(String name, double value) {
    return floats(name, new WeightTensor(TensorShape.of(), new float[] {(float) value}));
  }

  public String integers(String name, List<Integer> values) {
    ByteBuffer bytes = littleEndian(8 * values.size());
    values.forEach(bytes::putLong);
    return store(name, TensorProto.DataType.INT64_VALUE, TensorShape.of(values.size()), bytes);
  }

  /** Signed 64-bit values. */
  public String longs(String name, TensorShape shape, long[] values) {
    ByteBuffer bytes = littleEndian(8 * values.length);
    for (long value : values) {
      bytes.putLong(value);
    }
    return store(name, TensorProto.DataType.INT64_VALUE, shape, bytes);
  }

  /** Truth values. */
  public String booleans(String name, TensorShape shape, boolean[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    return store(name, TensorProto.DataType.BOOL_VALUE, shape, ByteBuffer.wrap(bytes));
  }

  /** Unsigned 8-bit values, each 0..255. */
  public String unsignedBytes(String name, TensorShape shape, int[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return store(name, TensorProto.DataType.UINT8_VALUE, shape, ByteBuffer.wrap(bytes));
  }

  /** Integers of up to 8 bits, as many a byte as it holds. */
  public String packed(String name, PackedIntegers type, TensorShape shape, int[] values) {
    return store(name, type.type(), shape, ByteBuffer.wrap(type.pack(values)));
  }

  private String store(String name, int type, TensorShape shape, ByteBuffer bytes) {
    if (!initializers.add(name)) {
      throw new IllegalStateException("two tensors are to be stored as " + name);
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type)
            .setRawData(ByteString.copyFrom(bytes.rewind()));
    shape.dims().forEach(tensor::addDims);
    graph.addInitializer(tensor);
    return name;
  }

  public void input(String name, TensorShape shape, boolean openBatch) {
    graph.addInput(value(name, shape, openBatch));
  }

  public void output(String name, TensorShape shape, boolean openBatch) {
    graph.addOutput(value(name, shape, openBatch));
  }

  private static ValueInfoProto value(String name, TensorShape shape, boolean openBatch) {
    TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
    List<Integer> extents = new ArrayList<>(shape.dims());
    for (int i = 0; i < extents.size(); i++) {
      if (i == 0 && openBatch) {
        dims.addDimBuilder().setDimParam("N");
      } else {
        dims.addDimBuilder().setDimValue(extents.get(i));
      }
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE).setShape(dims);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
