package dev.twobit.onnx.read;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.operator.Constant;
import dev.twobit.onnx.operator.ElementwiseOperators;
import dev.twobit.onnx.operator.Gathering;
import dev.twobit.onnx.operator.OnnxNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What exporters compute shapes with, beside arithmetic: choice, comparison, ranges, reductions.
 */
final class ShapeArithmetic {
  private static final int LARGEST = 1 << 24;

  private ShapeArithmetic() {}

  /**
   * The result for inputs with values; empty if the operator is none of these, or the result too
   * large.
   */
  static Optional<Constant> evaluate(OnnxNode node, List<Constant> in) {
    Constant x = in.get(0);
    return switch (node.operator()) {
      case "Min" -> all(node, in, Math::min);
      case "Max" -> all(node, in, Math::max);
      case "Mod" ->
          binary(node, in, node.integer("fmod", 0) == 0 ? ShapeArithmetic::mod : (a, b) -> a % b);
      case "Equal" -> comparison(node, in, (a, b) -> a == b ? 1 : 0);
      case "Less" -> comparison(node, in, (a, b) -> a < b ? 1 : 0);
      case "LessOrEqual" -> comparison(node, in, (a, b) -> a <= b ? 1 : 0);
      case "Greater" -> comparison(node, in, (a, b) -> a > b ? 1 : 0);
      case "GreaterOrEqual" -> comparison(node, in, (a, b) -> a >= b ? 1 : 0);
      case "And" -> comparison(node, in, (a, b) -> a != 0 && b != 0 ? 1 : 0);
      case "Or" -> comparison(node, in, (a, b) -> a != 0 || b != 0 ? 1 : 0);
      case "Not" -> Optional.of(ConstantFolder.unary(x, a -> a == 0 ? 1 : 0));
      case "Abs" -> Optional.of(ConstantFolder.unary(x, Math::abs));
      case "Round" -> Optional.of(ConstantFolder.unary(x, Math::rint));
      case "Exp" -> Optional.of(ConstantFolder.unary(x, Math::exp));
      case "Log" -> Optional.of(ConstantFolder.unary(x, Math::log));
      case "Reciprocal" -> Optional.of(ConstantFolder.unary(x, a -> 1 / a));
      case "Size" -> Optional.of(new Constant.Integers(TensorShape.of(), new long[] {x.size()}));
      case "Where" -> in.size() == 3 ? where(node, in) : Optional.empty();
      case "Expand" -> in.size() == 2 ? expand(node, x, in.get(1)) : Optional.empty();
      case "Range" -> in.size() == 3 ? range(node, in) : Optional.empty();
      case "ReduceProd", "ReduceSum", "ReduceMax", "ReduceMin" -> reduce(node, in);
      default -> Optional.empty();
    };
  }

  private static double mod(double a, double b) {
    return b == 0 ? 0 : a - b * Math.floor(a / b);
  }

  private static Optional<Constant> binary(
      OnnxNode node, List<Constant> in, java.util.function.DoubleBinaryOperator operator) {
    return in.size() == 2 ? ConstantFolder.binary(node, in, operator) : Optional.empty();
  }

  private static Optional<Constant> all(
      OnnxNode node, List<Constant> in, java.util.function.DoubleBinaryOperator operator) {
    Optional<Constant> sum = Optional.of(in.get(0));
    for (Constant next : in.subList(1, in.size())) {
      sum = sum.flatMap(s -> ConstantFolder.binary(node, List.of(s, next), operator));
    }
    return sum;
  }

  private static Optional<Constant> comparison(
      OnnxNode node, List<Constant> in, java.util.function.DoubleBinaryOperator operator) {
    return binary(node, in, operator).map(c -> new Constant.Integers(c.shape(), integers(c)));
  }

  private static long[] integers(Constant c) {
    return IntStream.range(0, c.size()).mapToLong(i -> (long) c.at(i)).toArray();
  }

  private static Optional<Constant> where(OnnxNode node, List<Constant> in) {
    Constant condition = in.get(0);
    Constant a = in.get(1);
    Constant b = in.get(2);
    TensorShape out =
        ElementwiseOperators.broadcast(
            node, condition.shape(), ElementwiseOperators.broadcast(node, a.shape(), b.shape()));
    if (out.elementCount() > LARGEST) {
      return Optional.empty();
    }
    double[] values = new double[(int) out.elementCount()];
    for (int i = 0; i < values.length; i++) {
      boolean first = condition.at(out.broadcastIndex(condition.shape(), i)) != 0;
      Constant from = first ? a : b;
      values[i] = from.at(out.broadcastIndex(from.shape(), i));
    }
    return Optional.of(Gathering.constant(out, a.integral(), values));
  }

  private static Optional<Constant> expand(OnnxNode node, Constant x, Constant shape) {
    int[] dims = shape.integers();
    if (Arrays.stream(dims).anyMatch(d -> d < 0)) {
      throw node.error("shape: found " + Arrays.toString(dims) + ", expected at least 0");
    }
    TensorShape out = ElementwiseOperators.broadcast(node, x.shape(), TensorShape.of(dims));
    if (out.elementCount() > LARGEST) {
      return Optional.empty();
    }
    double[] values = new double[(int) out.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = x.at(out.broadcastIndex(x.shape(), i));
    }
    return Optional.of(Gathering.constant(out, x.integral(), values));
  }

  private static Optional<Constant> range(OnnxNode node, List<Constant> in) {
    for (Constant c : in) {
      if (c.size() != 1) {
        throw node.error("start, limit, delta: found shape " + c.shape() + ", expected scalars");
      }
    }
    double start = in.get(0).at(0);
    double step = in.get(2).at(0);
    double count = Math.max(0, Math.ceil((in.get(1).at(0) - start) / step));
    if (!(count <= LARGEST)) {
      throw node.error("found " + count + " elements, expected at most " + LARGEST);
    }
    double[] values = new double[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = start + i * step;
    }
    return Optional.of(
        Gathering.constant(TensorShape.of(values.length), in.get(0).integral(), values));
  }

  /** One number from the whole list. */
  private static Optional<Constant> reduce(OnnxNode node, List<Constant> in) {
    Constant x = in.get(0);
    if (x.shape().rank() > 1 || x.size() == 0) {
      return Optional.empty();
    }
    double value = x.at(0);
    for (int i = 1; i < x.size(); i++) {
      double next = x.at(i);
      value =
          switch (node.operator()) {
            case "ReduceProd" -> value * next;
            case "ReduceSum" -> value + next;
            case "ReduceMax" -> Math.max(value, next);
            default -> Math.min(value, next);
          };
    }
    List<Integer> dims = new ArrayList<>();
    if (node.integer("keepdims", 1) != 0) {
      x.shape().dims().forEach(d -> dims.add(1));
    }
    return Optional.of(
        Gathering.constant(new TensorShape(dims), x.integral(), new double[] {value}));
  }
}
