package dev.twobit.onnx.read;

import dev.twobit.onnx.operator.OnnxNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How many inputs and outputs a node may have, by operator and opset, as the operators' schemas say
 * (ONNX's tables of operators and of their changes, ONNX Runtime's of its own, QONNX's pages). An
 * input that is left out counts where others stand behind it.
 */
final class OperandCounts {
  private static final int ANY = Integer.MAX_VALUE;

  /** Inputs, and outputs behind the arrow if not one, from an opset on; without one from 7 on. */
  private static final Map<String, NavigableMap<Integer, Counts>> STANDARD =
      parse(
          "Abs Cast Ceil ConstantOfShape DepthToSpace Elu Erf Exp Flatten Floor Gelu HardSigmoid"
              + " HardSwish Identity LRN LeakyRelu Log LogSoftmax Mish Neg Not Reciprocal Relu"
              + " AveragePool GlobalAveragePool GlobalMaxPool Round Selu Shape Sigmoid Size Softmax"
              + " Softplus SpaceToDepth Sqrt Swish Tanh Transpose: 1",
          "Add And Div Equal Expand Gather Greater GreaterOrEqual Less LessOrEqual MatMul Mod Mul"
              + " Or PRelu Pow Reshape Sub: 2",
          "Concat Max Mean Min Sum: 1-",
          "Conv ConvTranspose QuantizeLinear DequantizeLinear: 2-3",
          "Range Where: 3",
          "Constant: 0",
          "BatchNormalization: 5>1-5, 14: 5>1-3",
          "Clip: 1, 11: 1-3",
          "Dropout: 1>1-2, 12: 1-3>1-2",
          "Gemm: 3, 11: 2-3",
          "MaxPool: 1, 8: 1>1-2",
          "Pad: 1, 11: 2-3, 18: 2-4",
          "QLinearConv: 8-9",
          "QLinearMatMul: 8",
          "ReduceMax ReduceMean ReduceMin ReduceProd: 1, 18: 1-2",
          "ReduceSum Squeeze: 1, 13: 1-2",
          "Resize: 2, 11: 3-4, 13: 1-4",
          "Slice: 1, 10: 3-5",
          "Split: 1>1-, 13: 1-2>1-",
          "Unsqueeze: 1, 13: 2",
          "Upsample: 1, 9: 2");

  private static final Map<String, NavigableMap<Integer, Counts>> CONTRIBUTED =
      parse(
          "QLinearAdd QLinearMul: 7-8",
          "QLinearSigmoid QLinearLeakyRelu QLinearAveragePool QLinearGlobalAveragePool: 4-5",
          "QLinearConcat: 5-",
          "QGemm: 6-9");

  private static final Map<String, NavigableMap<Integer, Counts>> QONNX =
      parse("Quant IntQuant: 4", "BipolarQuant: 2", "Trunc: 5-6");

  private record Range(int least, int most) {
    static Range of(String text) {
      int dash = text.indexOf('-');
      int least = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
      return dash < 0
          ? new Range(least, least)
          : new Range(
              least, dash + 1 == text.length() ? ANY : Integer.parseInt(text.substring(dash + 1)));
    }

    boolean holds(int count) {
      return count >= least && count <= most;
    }

    @Override
    public String toString() {
      return least == most
          ? String.valueOf(least)
          : most == ANY ? "at least " + least : least + " to " + most;
    }
  }

  private record Counts(Range inputs, Range outputs) {
    static Counts of(String text) {
      String[] sides = text.split(">");
      return new Counts(Range.of(sides[0]), Range.of(sides.length > 1 ? sides[1] : "1"));
    }
  }

  private OperandCounts() {}

  static Set<String> standard() {
    return STANDARD.keySet();
  }

  static Set<String> contributed() {
    return CONTRIBUTED.keySet();
  }

  /** Throws {@code InvalidInputException} naming the first node of another number of them. */
  static void check(List<OnnxNode> nodes, int opset) {
    nodes.forEach(node -> of(node, opset).ifPresent(counts -> check(node, counts)));
  }

  private static void check(OnnxNode node, Counts counts) {
    require(node, "input", node.inputs().size(), counts.inputs());
    require(node, "output", node.outputs().size(), counts.outputs());
  }

  private static void require(OnnxNode node, String what, int count, Range range) {
    if (!range.holds(count)) {
      throw node.error(
          "found " + count + " " + what + (count == 1 ? "" : "s") + ", expected " + range);
    }
  }

  private static Optional<Counts> of(OnnxNode node, int opset) {
    Map<String, NavigableMap<Integer, Counts>> table =
        node.standardDomain()
            ? STANDARD
            : node.domain().equals("com.microsoft")
                ? CONTRIBUTED
                : QonnxNodes.isDomain(node.domain()) ? QONNX : Map.of();
    return Optional.ofNullable(table.get(node.operator()))
        .map(byOpset -> byOpset.floorEntry(opset))
        .map(Map.Entry::getValue);
  }

  private static Map<String, NavigableMap<Integer, Counts>> parse(String... rows) {
    Map<String, NavigableMap<Integer, Counts>> table = new HashMap<>();
    for (String row : rows) {
      int colon = row.indexOf(": ");
      NavigableMap<Integer, Counts> byOpset = new TreeMap<>();
      for (String entry : row.substring(colon + 2).split(", ")) {
        String[] parts = entry.split(": ");
        byOpset.put(
            parts.length > 1 ? Integer.parseInt(parts[0]) : 0, Counts.of(parts[parts.length - 1]));
      }
      for (String operator : row.substring(0, colon).split(" ")) {
        table.put(operator, byOpset);
      }
    }
    return Map.copyOf(table);
  }
}
