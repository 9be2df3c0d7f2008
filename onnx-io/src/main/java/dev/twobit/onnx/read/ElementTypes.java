package dev.twobit.onnx.read;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.QuotedText;
import dev.twobit.onnx.operator.OnnxNode;
import dev.twobit.onnx.proto.AttributeProto;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.proto.TensorProto.DataType;
import dev.twobit.onnx.proto.ValueInfoProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Element types along the graph. Operators that calculate want one type for all operands; float32
 * beside float16 or bfloat16 is let pass, since every float is read as float32.
 */
final class ElementTypes {
  private static final Set<String> CALCULATING =
      Set.of("Conv", "ConvTranspose", "Gemm", "MatMul", "Add", "Sub", "Mul", "Div", "Concat");

  /** What they write has the type of their first operand. */
  private static final Set<String> KEEPING =
      Set.of(
          "Abs",
          "AveragePool",
          "BatchNormalization",
          "Ceil",
          "Clip",
          "DepthToSpace",
          "Dropout",
          "Elu",
          "Erf",
          "Exp",
          "Expand",
          "Flatten",
          "Floor",
          "Gather",
          "Gelu",
          "GlobalAveragePool",
          "GlobalMaxPool",
          "HardSigmoid",
          "HardSwish",
          "Identity",
          "LRN",
          "LeakyRelu",
          "Log",
          "LogSoftmax",
          "Max",
          "MaxPool",
          "Mean",
          "Min",
          "Mish",
          "Neg",
          "PRelu",
          "Pad",
          "Pow",
          "Reciprocal",
          "ReduceMax",
          "ReduceMean",
          "ReduceSum",
          "Relu",
          "Reshape",
          "Resize",
          "Round",
          "Selu",
          "Sigmoid",
          "Slice",
          "Softmax",
          "Softplus",
          "SpaceToDepth",
          "Split",
          "Sqrt",
          "Squeeze",
          "Sum",
          "Swish",
          "Tanh",
          "Transpose",
          "Unsqueeze",
          "Upsample");

  /** Operands that are shapes, axes or places, by operator. */
  private static final Map<String, Set<Integer>> INTEGERS =
      Map.of(
          "Reshape", Set.of(1),
          "Squeeze", Set.of(1),
          "Unsqueeze", Set.of(1),
          "Slice", Set.of(1, 2, 3, 4),
          "Pad", Set.of(1),
          "Gather", Set.of(1),
          "ReduceMean", Set.of(1),
          "Split", Set.of(1),
          "Expand", Set.of(1),
          "ConstantOfShape", Set.of(0));

  private final Map<String, DataType> types = new HashMap<>();

  private ElementTypes() {}

  /**
   * Throws {@link InvalidInputException} naming the first node whose operands differ in type, or
   * tensor that is declared of another type than it has.
   *
   * @param nodes in an order in which tensors are written before they are read
   */
  static void check(String file, GraphProto graph, List<OnnxNode> nodes) {
    var check = new ElementTypes();
    for (ValueInfoProto input : graph.getInputList()) {
      check.put(input.getName(), input.getType().getTensorType().getElemType());
    }
    for (TensorProto weight : graph.getInitializerList()) {
      check.put(weight.getName(), weight.getDataType());
    }
    nodes.forEach(check::node);
    graph.getInputList().forEach(i -> check.requireHeld(file, "input", i));
    graph.getValueInfoList().forEach(i -> check.requireHeld(file, "tensor", i));
    graph.getOutputList().forEach(o -> check.requireHeld(file, "output", o));
  }

  private void requireHeld(String file, String what, ValueInfoProto info) {
    DataType stated = DataType.forNumber(info.getType().getTensorType().getElemType());
    DataType real = types.get(info.getName());
    if (stated != null && stated != DataType.UNDEFINED && real != null && !fit(real, stated)) {
      throw new InvalidInputException(
          file
              + ": "
              + what
              + " '"
              + QuotedText.name(info.getName())
              + "' is "
              + real
              + ", declared "
              + stated);
    }
  }

  private void put(String tensor, int type) {
    DataType known = DataType.forNumber(type);
    if (known != null && known != DataType.UNDEFINED) {
      types.put(tensor, known);
    }
  }

  private void node(OnnxNode node) {
    if (!node.standardDomain() || node.outputs().isEmpty()) {
      return;
    }
    if (CALCULATING.contains(node.operator())) {
      requireOneType(node);
    }
    for (int operand : INTEGERS.getOrDefault(node.operator(), Set.of())) {
      requireInteger(node, operand);
    }
    type(node)
        .ifPresent(
            t -> {
              boolean all = node.operator().equals("Split");
              (all ? node.outputs() : List.of(node.output())).forEach(o -> types.put(o, t));
            });
  }

  private Optional<DataType> type(OnnxNode node) {
    if (node.operator().equals("Constant")) {
      return node.attribute("value")
          .filter(AttributeProto::hasT)
          .map(a -> DataType.forNumber(a.getT().getDataType()));
    }
    if (node.operator().equals("Cast")) {
      return node.attribute("to").map(a -> DataType.forNumber((int) a.getI()));
    }
    if (node.operator().equals("QuantizeLinear")) {
      return node.hasInput(2) ? type(node, 2) : stated(node, "output_dtype", DataType.UINT8);
    }
    if (node.operator().equals("DequantizeLinear")) {
      return type(node, 1).flatMap(scale -> stated(node, "output_dtype", scale));
    }
    boolean known = CALCULATING.contains(node.operator()) || KEEPING.contains(node.operator());
    return known ? type(node, 0) : Optional.empty();
  }

  private Optional<DataType> type(OnnxNode node, int operand) {
    return node.hasInput(operand)
        ? Optional.ofNullable(types.get(node.inputs().get(operand)))
        : Optional.empty();
  }

  private static Optional<DataType> stated(OnnxNode node, String key, DataType otherwise) {
    return node.attribute(key)
        .filter(a -> a.getI() != 0)
        .map(a -> Optional.ofNullable(DataType.forNumber((int) a.getI())))
        .orElse(Optional.of(otherwise));
  }

  private void requireOneType(OnnxNode node) {
    DataType first = null;
    for (String input : node.inputs()) {
      DataType type = types.get(input);
      if (type != null && first != null && !fit(first, type)) {
        throw node.error(
            "operand '"
                + QuotedText.name(input)
                + "' is "
                + type
                + " where "
                + first
                + " is expected, as the operand before it");
      }
      first = first == null ? type : first;
    }
  }

  private void requireInteger(OnnxNode node, int operand) {
    DataType type = node.hasInput(operand) ? types.get(node.inputs().get(operand)) : null;
    if (type != null && type != DataType.INT64 && type != DataType.INT32) {
      throw node.error(
          "operand '"
              + QuotedText.name(node.inputs().get(operand))
              + "' is "
              + type
              + ", expected INT64");
    }
  }

  private static boolean fit(DataType a, DataType b) {
    return a == b || narrowFloat(a) && narrowFloat(b);
  }

  private static boolean narrowFloat(DataType type) {
    return type == DataType.FLOAT || type == DataType.FLOAT16 || type == DataType.BFLOAT16;
  }
}
