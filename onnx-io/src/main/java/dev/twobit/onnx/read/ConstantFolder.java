package dev.twobit.onnx.read;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.operator.Constant;
import dev.twobit.onnx.operator.ElementwiseOperators;
import dev.twobit.onnx.operator.Gathering;
import dev.twobit.onnx.operator.ImportContext;
import dev.twobit.onnx.operator.OnnxNode;
import dev.twobit.onnx.operator.ShapeOperators;
import dev.twobit.onnx.proto.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;

/** Evaluates nodes whose inputs are known: shape arithmetic, constants, reshaped weights. */
final class ConstantFolder {
  private static final int LARGEST_COMPUTED = 1 << 24;
  private static final long MOST_COMPUTED = 1L << 28;

  /** VGG-19's largest layer has 102,760,448 weights. */
  private static final long MOST_EQUAL = 1L << 28;

  private final TensorDecoder decoder;
  private long computed;

  ConstantFolder(TensorDecoder decoder) {
    this.decoder = decoder;
  }

  /** The value of the node's output, or empty if it is not known at import. */
  Optional<Constant> fold(OnnxNode node, ImportContext context) {
    if (!node.standardDomain()) {
      return quantizedWeights(node, context);
    }
    switch (node.operator()) {
      case "Constant":
        return Optional.of(literal(node));
      case "Shape":
        return Optional.of(shapeOf(node, context));
      default:
        break;
    }
    List<Constant> in = new ArrayList<>();
    for (String input : node.inputs()) {
      Optional<Constant> constant = input.isEmpty() ? Optional.empty() : context.constant(input);
      if (constant.isEmpty()) {
        return Optional.empty();
      }
      in.add(constant.get());
    }
    return in.isEmpty() ? Optional.empty() : evaluate(node, in);
  }

  private Optional<Constant> evaluate(OnnxNode node, List<Constant> in) {
    Constant x = in.get(0);
    return switch (node.operator()) {
      case "ConstantOfShape" -> Optional.of(ofShape(node, x));
      case "Cast" -> Optional.of(cast(node, x));
      case "Identity", "Dropout" -> Optional.of(x);
      case "Reshape" ->
          Optional.of(
              x.reshaped(
                  ShapeOperators.resolve(
                      node,
                      x.shape(),
                      in.size() > 1 ? in.get(1).integers() : node.integers("shape"),
                      node.integer("allowzero", 0) == 0)));
      case "Unsqueeze" ->
          Optional.of(x.reshaped(ShapeOperators.unsqueezed(node, x.shape(), axes(node, in))));
      case "Squeeze" -> Optional.of(x.reshaped(squeezed(node, x.shape(), axes(node, in))));
      default -> {
        if (in.stream().allMatch(Constant::hasValues)) {
          yield compute(node, in);
        }
        yield node.operator().equals("Transpose")
            ? Optional.of(Gathering.transposedShape(node, x))
            : Optional.empty();
      }
    };
  }

  /** Counts what computing would take, before it does. */
  private void spend(OnnxNode node, List<Constant> in) {
    Constant x = in.get(0);
    boolean second = in.size() > 1;
    if (node.operator().equals("Slice") && second && in.get(1).size() > TensorShape.MOST_AXES) {
      throw node.error("starts: found " + in.get(1).size() + " values for one tensor");
    }
    long elements = in.stream().mapToLong(c -> c.shape().elementCount()).sum();
    if (node.operator().equals("Gather") && second && x.shape().rank() > 0) {
      int axis = ShapeOperators.axis(node, node.integer("axis", 0), x.shape().rank());
      long rows = Math.max(1, x.shape().dim(axis));
      elements = Math.multiplyExact(x.size() / rows, (long) in.get(1).size());
    }
    boolean grows = node.operator().equals("Gather") || node.operator().equals("Concat");
    computed += elements;
    if (computed > MOST_COMPUTED || grows && elements > LARGEST_COMPUTED) {
      throw node.error("a constant computed at import has too many elements (" + elements + ")");
    }
  }

  private Optional<Constant> compute(OnnxNode node, List<Constant> in) {
    spend(node, in);
    Constant x = in.get(0);
    return switch (node.operator()) {
      case "Gather" -> Optional.of(Gathering.gather(node, x, in.get(1)));
      case "Slice" -> Optional.of(Gathering.slice(node, in));
      case "Concat" -> Optional.of(Gathering.concat(node, in));
      case "Transpose" -> Optional.of(Gathering.transpose(node, x));
      case "Add" -> binary(node, in, Double::sum);
      case "Sub" -> binary(node, in, (a, b) -> a - b);
      case "Mul" -> binary(node, in, (a, b) -> a * b);
      case "Div" ->
          binary(
              node,
              in,
              (a, b) -> x.integral() ? (b == 0 ? 0 : (double) ((long) a / (long) b)) : a / b);
      case "Pow" -> binary(node, in, Math::pow);
      case "Neg" -> Optional.of(unary(x, a -> -a));
      case "Floor" -> Optional.of(unary(x, Math::floor));
      case "Ceil" -> Optional.of(unary(x, Math::ceil));
      case "Sqrt" -> Optional.of(unary(x, Math::sqrt));
      default -> ShapeArithmetic.evaluate(node, in);
    };
  }

  private Constant literal(OnnxNode node) {
    AttributeProto value = node.attributes().get("value");
    if (value != null && value.hasT()) {
      return decoder.decode(value.getT());
    }
    AttributeProto scalar = node.attributes().get("value_float");
    if (scalar != null) {
      return new Constant.Floats(TensorShape.of(), new float[] {scalar.getF()});
    }
    AttributeProto integer = node.attributes().get("value_int");
    if (integer != null) {
      return new Constant.Integers(TensorShape.of(), new long[] {integer.getI()});
    }
    AttributeProto integers = node.attributes().get("value_ints");
    if (integers != null) {
      return Constant.Integers.vector(
          integers.getIntsList().stream().mapToLong(Long::longValue).toArray());
    }
    if (node.has("value_floats")) {
      float[] values = node.reals("value_floats");
      return new Constant.Floats(TensorShape.of(values.length), values);
    }
    throw node.error("found no value of a supported kind; expected a tensor, float or integers");
  }

  private static Constant shapeOf(OnnxNode node, ImportContext context) {
    TensorShape shape = context.shape(node, 0);
    int start = ShapeOperators.clamp(node.integer("start", 0), shape.rank());
    int end = ShapeOperators.clamp(node.integer("end", shape.rank()), shape.rank());
    long[] dims = new long[Math.max(0, end - start)];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = shape.dim(start + i);
    }
    return Constant.Integers.vector(dims);
  }

  private Constant ofShape(OnnxNode node, Constant shape) {
    if (shape.size() > TensorShape.MOST_AXES) {
      throw node.error(
          "rank: found " + shape.size() + ", expected at most " + TensorShape.MOST_AXES);
    }
    for (int dim : shape.integers()) {
      if (dim < 0) {
        throw node.error("shape: found extent " + dim + ", expected at least 0");
      }
    }
    TensorShape out = TensorShape.of(shape.integers());
    if (bounded(out) > MOST_EQUAL) {
      throw node.error("shape: found " + out + ", expected at most " + MOST_EQUAL + " elements");
    }
    AttributeProto value = node.attributes().get("value");
    if (value == null) {
      return new Constant.Uniform(out, false, 0);
    }
    Constant element = decoder.decode(value.getT());
    if (element.size() != 1) {
      throw node.error("value: found shape " + element.shape() + ", expected one element");
    }
    return new Constant.Uniform(out, element.integral(), element.at(0));
  }

  private static long bounded(TensorShape shape) {
    try {
      return shape.elementCount();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  /** To an integer type (ONNX codes 2 to 9, 12, 13) truncates; to a float type keeps. */
  private static Constant cast(OnnxNode node, Constant x) {
    int to = node.integer("to", 1);
    boolean integral = to >= 2 && to <= 9 || to == 12 || to == 13;
    if (integral == x.integral() || !x.hasValues()) {
      return x;
    }
    if (x instanceof Constant.Uniform u) {
      return new Constant.Uniform(
          u.shape(), integral, integral ? (double) (long) u.value() : u.value());
    }
    if (integral) {
      long[] values = new long[x.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (long) x.at(i);
      }
      return new Constant.Integers(x.shape(), values);
    }
    return new Constant.Floats(x.shape(), Gathering.floats(x));
  }

  private static int[] axes(OnnxNode node, List<Constant> in) {
    return in.size() > 1 ? in.get(1).integers() : node.integers("axes");
  }

  private static TensorShape squeezed(OnnxNode node, TensorShape shape, int[] axes) {
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      boolean drop = axes.length == 0 && shape.dim(i) == 1;
      for (int axis : axes) {
        drop |= i == ShapeOperators.axis(node, axis, shape.rank());
      }
      if (drop && shape.dim(i) != 1) {
        throw node.error("axis " + i + " of " + shape + ", expected one of extent 1");
      }
      if (!drop) {
        dims.add(shape.dim(i));
      }
    }
    return new TensorShape(dims);
  }

  static Optional<Constant> binary(
      OnnxNode node, List<Constant> in, DoubleBinaryOperator operator) {
    Constant a = in.get(0);
    Constant b = in.get(1);
    TensorShape out = ElementwiseOperators.broadcast(node, a.shape(), b.shape());
    if (out.elementCount() > LARGEST_COMPUTED) {
      return Optional.empty();
    }
    double[] values = new double[(int) out.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          operator.applyAsDouble(
              a.at(out.broadcastIndex(a.shape(), i)), b.at(out.broadcastIndex(b.shape(), i)));
    }
    return Optional.of(Gathering.constant(out, a.integral(), values));
  }

  static Constant unary(Constant x, java.util.function.DoubleUnaryOperator operator) {
    double[] values = new double[x.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = operator.applyAsDouble(x.at(i));
    }
    return Gathering.constant(x.shape(), x.integral(), values);
  }

  /** A quantizer of another domain applied to weights: the shape is known, the values are not. */
  private static Optional<Constant> quantizedWeights(OnnxNode node, ImportContext context) {
    boolean quantizer = node.operator().equals("Quant") || node.operator().equals("BipolarQuant");
    return quantizer && node.hasInput(0)
        ? context.constant(node.input(0)).map(c -> new Constant.Missing(c.shape()))
        : Optional.empty();
  }
}
