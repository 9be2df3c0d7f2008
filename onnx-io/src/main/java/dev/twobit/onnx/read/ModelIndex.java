package dev.twobit.onnx.read;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.QuotedText;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.PackedIntegers;
import dev.twobit.onnx.operator.Constant;
import dev.twobit.onnx.proto.AttributeProto;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.NodeProto;
import dev.twobit.onnx.proto.TensorProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Constants and writers of a graph by tensor name. */
final class ModelIndex {
  private final Path file;
  private final TensorDecoder decoder;
  private final Map<String, TensorProto> constants = new HashMap<>();
  private final Map<String, NodeProto> producers = new HashMap<>();

  ModelIndex(Path file, GraphProto graph) {
    this.file = file;
    this.decoder = TensorDecoder.ofCodes(file);
    graph.getInitializerList().forEach(t -> constants.put(t.getName(), t));
    for (NodeProto node : graph.getNodeList()) {
      node.getOutputList().forEach(o -> producers.put(o, node));
      if (node.getOpType().equals("Constant") && node.getOutputCount() > 0) {
        for (AttributeProto attribute : node.getAttributeList()) {
          if (attribute.getName().equals("value")) {
            constants.put(node.getOutput(0), attribute.getT());
          }
        }
      }
    }
  }

  /** Another constant. */
  void define(TensorProto tensor) {
    constants.put(tensor.getName(), tensor);
  }

  boolean isConstant(String tensor) {
    return constants.containsKey(tensor);
  }

  Optional<NodeProto> producer(String tensor) {
    return Optional.ofNullable(producers.get(tensor));
  }

  static boolean hasInput(NodeProto node, int input) {
    return input < node.getInputCount() && !node.getInput(input).isEmpty();
  }

  /** Empty if the node has no such input, or it is computed, or its values are not in the file. */
  Optional<Constant> constant(NodeProto node, int input) {
    return hasInput(node, input)
        ? Optional.ofNullable(constants.get(node.getInput(input)))
            .map(decoder::decode)
            .filter(Constant::hasValues)
        : Optional.empty();
  }

  /** Element type of a constant; 0 if it is none. */
  int type(NodeProto node, int input) {
    TensorProto tensor = hasInput(node, input) ? constants.get(node.getInput(input)) : null;
    return tensor == null ? 0 : tensor.getDataType();
  }

  Constant requireConstant(NodeProto node, int input, String what) {
    return constant(node, input)
        .orElseThrow(
            () ->
                error(
                    node,
                    what
                        + ": found "
                        + (hasInput(node, input) ? "a tensor computed at run time" : "none")
                        + ", expected a constant"));
  }

  /** Input {@code input} as one number. */
  double scalar(NodeProto node, int input, String what) {
    Constant constant = requireConstant(node, input, what);
    if (constant.size() != 1) {
      throw error(node, what + ": found shape " + constant.shape() + ", expected one value");
    }
    return constant.at(0);
  }

  /** What a {@code QuantizeLinear} writes; empty for other types than those of up to 8 bits. */
  Optional<PackedIntegers> quantizedType(NodeProto node) {
    long stated = hasInput(node, 2) ? type(node, 2) : integer(node, "output_dtype", 0);
    int type = stated == 0 && !hasInput(node, 2) ? PackedIntegers.UINT8.type() : (int) stated;
    return Optional.of(type).filter(PackedIntegers::has).map(PackedIntegers::of);
  }

  /** Finite and above 0, at least one. */
  List<Float> steps(NodeProto node, Constant scale) {
    return steps(node, scale, false);
  }

  /** The same of weights: among several, 0 is that of a channel of zeros. */
  List<Float> weightSteps(NodeProto node, Constant scale) {
    boolean live = IntStream.range(0, scale.size()).anyMatch(i -> scale.at(i) > 0);
    return steps(node, scale, live);
  }

  private List<Float> steps(NodeProto node, Constant scale, boolean dead) {
    List<Float> steps = new ArrayList<>();
    for (int i = 0; i < scale.size(); i++) {
      float step = (float) scale.at(i);
      if (!(step > 0 || dead && step == 0) || step == Float.POSITIVE_INFINITY) {
        throw error(node, "scale: found " + step + ", expected finite and above 0");
      }
      steps.add(step);
    }
    if (steps.isEmpty()) {
      throw error(node, "scale: found no value, expected one or one a channel");
    }
    return steps;
  }

  /** An integer attribute, or {@code otherwise}. */
  static long integer(NodeProto node, String key, long otherwise) {
    return attribute(node, key).map(AttributeProto::getI).orElse(otherwise);
  }

  static String text(NodeProto node, String key, String otherwise) {
    return attribute(node, key).map(a -> a.getS().toStringUtf8()).orElse(otherwise);
  }

  private static Optional<AttributeProto> attribute(NodeProto node, String key) {
    return node.getAttributeList().stream().filter(a -> a.getName().equals(key)).findFirst();
  }

  /**
   * The axis along which a tensor has one value a channel: the only one longer than 1, aligned with
   * the last axes of {@code shape}; 0 for one value.
   */
  int axis(NodeProto node, String what, TensorShape values, TensorShape shape) {
    int axis = 0;
    int shift = shape.rank() - values.rank();
    for (int i = 0; i < values.rank() && values.elementCount() > 1; i++) {
      boolean fits = i + shift >= 0 && values.dim(i) == shape.dim(i + shift);
      if (values.dim(i) == values.elementCount() && fits) {
        return i + shift;
      }
      axis = -1;
    }
    if (axis < 0) {
      throw error(
          node,
          what
              + ": found shape "
              + values
              + ", expected one value or one a channel of a tensor of shape "
              + shape);
    }
    return axis;
  }

  InvalidInputException error(NodeProto node, String problem) {
    String name =
        node.getName().isEmpty() && node.getOutputCount() > 0 ? node.getOutput(0) : node.getName();
    return new InvalidInputException(
        file.getFileName()
            + ": node '"
            + QuotedText.name(name)
            + "' ("
            + QuotedText.name(node.getOpType())
            + "): "
            + QuotedText.message(problem));
  }
}
