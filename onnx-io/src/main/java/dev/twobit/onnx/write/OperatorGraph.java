package dev.twobit.onnx.write;

import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.network.Window;
import dev.twobit.onnx.GraphWriter;
import dev.twobit.onnx.GraphWriter.Attribute;
import java.util.List;
import java.util.Map;

/**
 * A model put together operator by operator (opset 17), for what no {@link
 * dev.twobit.network.Network} says: arithmetic on integers. Every method returns the tensor it
 * writes; names are up to the caller and unique. One float input, one float output.
 */
public final class OperatorGraph {
  private final GraphWriter graph;

  /**
   * @param input name and shape of the tensor the model reads
   */
  public OperatorGraph(String name, String input, TensorShape shape) {
    this.graph = new GraphWriter(name);
    graph.input(input, shape, false);
  }

  /** Element types of {@link #cast}. */
  public enum ElementType {
    FLOAT(1),
    UINT8(2),
    INT64(7);

    private final long code;

    ElementType(long code) {
      this.code = code;
    }
  }

  /** A node of the operator with integer attributes. */
  public String node(
      String operator, List<String> inputs, String output, Map<String, Long> attributes) {
    graph.node(
        operator,
        output,
        inputs,
        output,
        attributes.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> Attribute.of(e.getKey(), e.getValue()))
            .toArray(Attribute[]::new));
    return output;
  }

  public String node(String operator, List<String> inputs, String output) {
    return node(operator, inputs, output, Map.of());
  }

  /** {@code Conv} or {@code ConvInteger}. */
  public String convolution(
      String operator, List<String> inputs, String output, Window window, int groups) {
    graph.node(
        operator,
        output,
        inputs,
        output,
        LayerWriter.convolutionAttributes(window, groups).toArray(Attribute[]::new));
    return output;
  }

  public String cast(String input, String output, ElementType to) {
    return node("Cast", List.of(input), output, Map.of("to", to.code));
  }

  /** A constant of floats; likewise {@link #longs}, {@link #booleans}, {@link #unsignedBytes}. */
  public String floats(String name, TensorShape shape, float[] values) {
    return graph.floats(name, new WeightTensor(shape, values));
  }

  public String longs(String name, TensorShape shape, long... values) {
    return graph.longs(name, shape, values);
  }

  public String booleans(String name, TensorShape shape, boolean[] values) {
    return graph.booleans(name, shape, values);
  }

  public String unsignedBytes(String name, TensorShape shape, int[] values) {
    return graph.unsignedBytes(name, shape, values);
  }

  /** The finished model as bytes of an ONNX file. */
  public byte[] model(String output, TensorShape shape) {
    graph.output(output, shape, false);
    return OnnxExporter.model(graph).toByteArray();
  }
}
