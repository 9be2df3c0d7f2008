package dev.twobit.onnx.write;

import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.GraphWriter;
import dev.twobit.onnx.GraphWriter.Attribute;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.NetworkQuantization.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The graph of a drawn network; nodes are numbered in the order they are drawn. */
final class DrawnGraph {
  /** Bits of the weights that are drawn. */
  private static final int FEWEST_BITS = 2;

  private static final int MOST_BITS = 4;

  private final Random random;
  private final ExportFormat format;
  private final GraphWriter graph = new GraphWriter("passed codes");
  private final OperandWriter operands;
  private int nodes;

  DrawnGraph(Random random, ExportFormat format, TensorShape image) {
    this.random = random;
    this.format = format;
    this.operands = OperandWriter.of(format, graph);
    graph.input("image", image, false);
  }

  /** A name for a node and what it writes. */
  String name(String operator) {
    return operator + nodes++;
  }

  String node(String operator, List<String> inputs, Attribute... attributes) {
    String name = name(operator);
    graph.node(operator, name, inputs, name, attributes);
    return name;
  }

  List<String> nodes(
      String operator, List<String> inputs, List<String> outputs, Attribute... attributes) {
    graph.node(operator, outputs.get(0), inputs, outputs, attributes);
    return outputs;
  }

  String integers(String name, List<Integer> values) {
    return graph.integers(name, values);
  }

  String scalar(String name, double value) {
    return graph.scalar(name, value);
  }

  CodedValue quantized(String tensor, TensorShape shape, Activations form) {
    return new CodedValue(operands.activations(tensor, tensor + ".q", form), shape, form);
  }

  CodedValue requantized(CodedValue value) {
    return quantized(value.tensor(), value.shape(), value.form());
  }

  /** Two's complement levels of a step that is a power of two. */
  String weights(String name, TensorShape shape) {
    int bits = FEWEST_BITS + random.nextInt(MOST_BITS - FEWEST_BITS + 1);
    int half = 1 << (bits - 1);
    byte[] levels = new byte[(int) shape.elementCount()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (random.nextInt(2 * half) - half);
    }
    levels[0] = (byte) -half; // all of the bits are needed
    operands.weights(name, new Weights(shape, levels, List.of(1f / half)));
    return name;
  }

  /**
   * Two's complement levels, of a spread that keeps the spread of what is multiplied.
   *
   * @param channels one step an output channel, one in eight of them 0
   * @param axis of the output channels
   */
  void weights(String name, TensorShape shape, int bits, boolean channels, int axis) {
    int half = 1 << (bits - 1);
    double step = 2 / (half * Math.sqrt((double) shape.elementCount() / shape.dim(0)));
    byte[] levels = new byte[(int) shape.elementCount()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (random.nextInt(2 * half) - half);
    }
    List<Float> steps = new ArrayList<>();
    for (int i = 0; i < (channels ? shape.dim(axis) : 1); i++) {
      boolean dead = i > 0 && random.nextInt(8) == 0;
      steps.add(dead ? 0 : (float) (step * (0.5 + random.nextFloat())));
    }
    operands.weights(name, new Weights(shape, levels, steps, axis));
  }

  /** Normally distributed. */
  String floats(String name, TensorShape shape) {
    float[] values = new float[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return graph.floats(name, new WeightTensor(shape, values));
  }

  /** Uniform in 0.5 to 1.5. */
  String positive(String name, TensorShape shape) {
    float[] values = new float[(int) shape.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f + random.nextFloat();
    }
    return graph.floats(name, new WeightTensor(shape, values));
  }

  /** Whether it is of an opset in which axes are inputs. */
  boolean hasAxesAsInputs() {
    return format == ExportFormat.QDQ_INT2;
  }

  byte[] model(String output, int classes) {
    return model(output, TensorShape.of(1, classes));
  }

  byte[] model(String output, TensorShape shape) {
    graph.output(output, shape, false);
    return OnnxExporter.model(graph, format).build().toByteArray();
  }
}
