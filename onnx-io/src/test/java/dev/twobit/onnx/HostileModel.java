package dev.twobit.onnx;

import com.google.protobuf.ByteString;
import dev.twobit.onnx.proto.AttributeProto;
import dev.twobit.onnx.proto.AttributeProto.AttributeType;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.OperatorSetIdProto;
import dev.twobit.onnx.proto.StringStringEntryProto;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.proto.TensorProto.DataType;
import dev.twobit.onnx.proto.TensorShapeProto;
import dev.twobit.onnx.proto.TypeProto;
import dev.twobit.onnx.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/** A valid network of two convolutions and a fully connected layer, to be broken in one place. */
final class HostileModel {
  private HostileModel() {}

  /** x 1x3x8x8, conv1 (W1, B1), relu1, conv2 (W2), gap, flat, fc (W3) to y 1x10. */
  static ModelProto.Builder valid() {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
        .setGraph(graph());
  }

  private static GraphProto.Builder graph() {
    return GraphProto.newBuilder()
        .setName("hostile")
        .addInput(tensor("x", DataType.FLOAT, 1, 3, 8, 8))
        .addOutput(tensor("y", DataType.FLOAT, 1, 10))
        .addInitializer(floats("W1", 4, 3, 3, 3))
        .addInitializer(floats("B1", 4))
        .addInitializer(floats("W2", 6, 4, 3, 3))
        .addInitializer(floats("W3", 10, 6))
        .addNode(node("conv1", "Conv", List.of("x", "W1", "B1"), "c1").addAttribute(pads(1)))
        .addNode(node("relu1", "Relu", List.of("c1"), "r1"))
        .addNode(node("conv2", "Conv", List.of("r1", "W2"), "c2").addAttribute(pads(1)))
        .addNode(node("gap", "GlobalAveragePool", List.of("c2"), "g"))
        .addNode(node("flat", "Flatten", List.of("g"), "f"))
        .addNode(node("fc", "Gemm", List.of("f", "W3"), "y").addAttribute(integer("transB", 1)));
  }

  static ValueInfoProto tensor(String name, DataType type, long... dims) {
    var shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
    }
    var tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  static TensorProto.Builder floats(String name, int... dims) {
    var tensor = TensorProto.newBuilder().setName(name).setDataType(DataType.FLOAT.getNumber());
    int count = 1;
    for (int dim : dims) {
      tensor.addDims(dim);
      count *= dim;
    }
    ByteBuffer raw = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(count);
    for (int i = 0; i < count; i++) {
      raw.putFloat((float) random.nextGaussian());
    }
    return tensor.setRawData(ByteString.copyFrom(raw.array()));
  }

  static TensorProto integers(String name, long... values) {
    var tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(DataType.INT64.getNumber())
            .addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor.build();
  }

  /** W2 with its data in another file. */
  static TensorProto.Builder external(String... keysAndValues) {
    var tensor =
        floats("W2", 6, 4, 3, 3).clearRawData().setDataLocation(TensorProto.DataLocation.EXTERNAL);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      tensor.addExternalData(
          StringStringEntryProto.newBuilder()
              .setKey(keysAndValues[i])
              .setValue(keysAndValues[i + 1]));
    }
    return tensor;
  }

  static NodeProto.Builder node(
      String name, String operator, List<String> inputs, String... outputs) {
    return NodeProto.newBuilder()
        .setName(name)
        .setOpType(operator)
        .addAllInput(inputs)
        .addAllOutput(List.of(outputs));
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  static AttributeProto integers(String name, List<Long> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INTS)
        .addAllInts(values)
        .build();
  }

  static AttributeProto real(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static AttributeProto pads(long pad) {
    return integers("pads", List.of(pad, pad, pad, pad));
  }
}
