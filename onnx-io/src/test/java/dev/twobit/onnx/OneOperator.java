package dev.twobit.onnx;

import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.GraphWriter.Attribute;
import dev.twobit.onnx.proto.AttributeProto;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.OperatorSetIdProto;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.proto.TypeProto;
import dev.twobit.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A model of one operator, or a few, with input {@code x} and output {@code y}.
 *
 * @param openBatch the batch is not stated, and the model is right for any
 */
public record OneOperator(
    String name, int opset, TensorShape in, boolean openBatch, Consumer<Nodes> nodes) {

  private static final String MICROSOFT = "com.microsoft";

  static OneOperator of(String name, int opset, TensorShape in, Consumer<Nodes> nodes) {
    return new OneOperator(name, opset, in, true, nodes);
  }

  public static OneOperator fixed(String name, int opset, TensorShape in, Consumer<Nodes> nodes) {
    return new OneOperator(name, opset, in, false, nodes);
  }

  @Override
  public String toString() {
    return name + ", opset " + opset;
  }

  public ModelProto model() {
    Nodes built = new Nodes();
    built.graph.input("x", in, openBatch);
    nodes.accept(built);
    boolean contributed =
        built.graph.build().getNodeList().stream().anyMatch(n -> n.getDomain().equals(MICROSOFT));
    var type = TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE);
    ModelProto.Builder model = ModelProto.newBuilder();
    if (contributed) {
      model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1));
    }
    return model
        .setIrVersion(opset < 21 ? 8 : opset < 25 ? 10 : 13)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(
            built.graph.build().toBuilder()
                .addAllNode(built.several)
                .addAllInitializer(built.tensors)
                .addOutput(
                    ValueInfoProto.newBuilder()
                        .setName("y")
                        .setType(TypeProto.newBuilder().setTensorType(type))))
        .build();
  }

  /** The image, and so many after it. */
  public float[] input(int images) {
    Random random = new Random(5);
    float[] input = new float[images * (int) in.elementCount()];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextGaussian();
    }
    return input;
  }

  /** What the graph is made of; every node returns the tensor it writes. */
  public static final class Nodes {
    private final GraphWriter graph = new GraphWriter("one");
    private final List<NodeProto> several = new ArrayList<>();
    private final List<TensorProto> tensors = new ArrayList<>();
    private final Random random = new Random(3);
    private int count;

    String node(String operator, List<String> inputs, Attribute... attributes) {
      String output = "t" + count++;
      graph.node(operator, operator + count, inputs, output, attributes);
      return output;
    }

    /** A node of so many outputs. */
    List<String> nodes(String operator, List<String> inputs, int outputs, Attribute... attributes) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < outputs; i++) {
        names.add("t" + count++);
      }
      graph.node(operator, operator + count, inputs, names, attributes);
      return names;
    }

    /** The last one, which writes y. */
    public void last(String operator, List<String> inputs, Attribute... attributes) {
      graph.node(operator, "last", inputs, "y", attributes);
    }

    /** One of ONNX Runtime's own domain. */
    String contributed(String operator, List<String> inputs, Attribute... attributes) {
      return foreign(MICROSOFT, operator, inputs, attributes);
    }

    public String foreign(
        String domain, String operator, List<String> inputs, Attribute... attributes) {
      String output = "t" + count++;
      graph.foreignNode(domain, operator, operator + count, inputs, output, attributes);
      return output;
    }

    void outputs(
        String operator, List<String> inputs, List<String> outputs, Attribute... attributes) {
      NodeProto.Builder node =
          NodeProto.newBuilder()
              .setOpType(operator)
              .setName(operator + count++)
              .addAllInput(inputs)
              .addAllOutput(outputs);
      Arrays.stream(attributes).forEach(a -> node.addAttribute(a.proto()));
      several.add(node.build());
    }

    /** Normally distributed. */
    String weights(int... shape) {
      TensorShape dims = TensorShape.of(shape);
      float[] values = new float[(int) dims.elementCount()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return graph.floats("w" + count++, new WeightTensor(dims, values));
    }

    /** The same, but 0 in some of the first axis. */
    String weightsBut(List<Integer> zeros, int... shape) {
      TensorShape dims = TensorShape.of(shape);
      float[] values = new float[(int) dims.elementCount()];
      for (int i = 0; i < values.length; i++) {
        int channel = i / (values.length / shape[0]);
        values[i] = zeros.contains(channel) ? 0 : (float) random.nextGaussian();
      }
      return graph.floats("w" + count++, new WeightTensor(dims, values));
    }

    /** Uniform in 0.5 to 1.5. */
    String positive(int... shape) {
      TensorShape dims = TensorShape.of(shape);
      float[] values = new float[(int) dims.elementCount()];
      for (int i = 0; i < values.length; i++) {
        values[i] = 0.5f + random.nextFloat();
      }
      return graph.floats("p" + count++, new WeightTensor(dims, values));
    }

    /** So many, about the step. */
    String scaled(float step, int count) {
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = step * (0.5f + random.nextFloat());
      }
      return floats(values);
    }

    String floats(float... values) {
      return graph.floats("f" + count++, WeightTensor.vector(values));
    }

    public String matrix(int rows, int columns, float... values) {
      return graph.floats("m" + count++, new WeightTensor(TensorShape.of(rows, columns), values));
    }

    public String scalar(double value) {
      return graph.scalar("s" + count++, value);
    }

    String integers(Integer... values) {
      return graph.integers("i" + count++, List.of(values));
    }

    String index(long value) {
      return graph.longs("l" + count++, TensorShape.of(), new long[] {value});
    }

    /** Any of the type, at random. */
    String codes(PackedIntegers type, int... shape) {
      return codes(type, type.least(), type.most(), shape);
    }

    /**
     * Signed bytes of seven bits. Processors without 8-bit dot products add two products of an
     * unsigned and a signed byte in 16 bits that saturate, and ONNX Runtime there computes
     * something else than the operator says; with weights of seven bits, two products fit.
     */
    String sevenBits(int... shape) {
      return codes(PackedIntegers.INT8, -64, 63, shape);
    }

    private String codes(PackedIntegers type, int least, int most, int... shape) {
      TensorShape dims = TensorShape.of(shape);
      int[] values = new int[(int) dims.elementCount()];
      for (int i = 0; i < values.length; i++) {
        values[i] = least + random.nextInt(most - least + 1);
      }
      return graph.packed("c" + count++, type, dims, values);
    }

    /** One of the type. */
    String code(PackedIntegers type, int value) {
      return graph.packed("z" + count++, type, TensorShape.of(), new int[] {value});
    }

    /** As many of the same. */
    String zeros(PackedIntegers type, int value, int count) {
      int[] values = new int[count];
      Arrays.fill(values, value);
      return graph.packed("z" + this.count++, type, TensorShape.of(count), values);
    }

    /** A constant of 32-bit integers, as biases are. */
    String words(Integer... values) {
      String name = "n" + count++;
      tensors.add(
          TensorProto.newBuilder()
              .setName(name)
              .setDataType(TensorProto.DataType.INT32_VALUE)
              .addDims(values.length)
              .addAllInt32Data(List.of(values))
              .build());
      return name;
    }

    String bytes(boolean signed, TensorShape shape, int... values) {
      return graph.packed(
          "b" + count++, signed ? PackedIntegers.INT8 : PackedIntegers.UINT8, shape, values);
    }
  }

  static Attribute ints(String key, Integer... values) {
    return Attribute.of(key, List.of(values));
  }

  static Attribute floats(String key, float... values) {
    AttributeProto.Builder proto =
        AttributeProto.newBuilder().setName(key).setType(AttributeProto.AttributeType.FLOATS);
    for (float value : values) {
      proto.addFloats(value);
    }
    return new Attribute(proto.build());
  }
}
