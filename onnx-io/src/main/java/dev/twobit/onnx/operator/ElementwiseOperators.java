package dev.twobit.onnx.operator;

import dev.twobit.network.Layer;
import dev.twobit.network.Layer.ConstantOperation;
import dev.twobit.network.Layer.Function;
import dev.twobit.network.TensorShape;
import java.util.ArrayList;
import java.util.List;

/** Activations and arithmetic. */
public final class ElementwiseOperators {
  private ElementwiseOperators() {}

  static void activation(
      OnnxNode node, ImportContext context, Function function, double alpha, double beta) {
    context.add(
        node,
        new Layer.Activation(
            node.name(), context.tensor(node, 0), node.output(), function, alpha, beta),
        context.shape(node, 0));
  }

  /** Bounds are attributes up to opset 10, inputs since. */
  static void clip(OnnxNode node, ImportContext context) {
    double low = bound(node, context, 1, "min", -Float.MAX_VALUE);
    double high = bound(node, context, 2, "max", Float.MAX_VALUE);
    activation(node, context, Function.CLIP, low, high);
  }

  private static double bound(
      OnnxNode node, ImportContext context, int input, String key, double otherwise) {
    if (node.hasInput(input)) {
      Constant constant = context.requireValues(node, input, key);
      if (constant.size() != 1) {
        throw node.error(key + ": found shape " + constant.shape() + ", expected a scalar");
      }
      return constant.at(0);
    }
    return node.real(key, otherwise);
  }

  /** Conversion from float to float (ONNX's types 1, 10, 11 and 16) changes nothing here. */
  static void cast(OnnxNode node, ImportContext context) {
    int to = node.integer("to", 1);
    if (to != 1 && to != 10 && to != 11 && to != 16) {
      throw new UnsupportedOperatorException("to element type " + to + ", expected a float");
    }
    context.alias(node);
  }

  /** {@code a - b} of computed tensors is {@code a + (-1) b}. */
  static void subtract(OnnxNode node, ImportContext context) {
    if (oneConstant(node, context)) {
      arithmetic(node, context, ConstantOperation.SUBTRACT, ConstantOperation.SUBTRACT_FROM);
      return;
    }
    TensorShape shape = broadcast(node, context.shape(node, 0), context.shape(node, 1));
    var lower = new Lowering(node, context);
    String negative =
        lower.arithmetic(
            context.tensor(node, 1), ConstantOperation.MULTIPLY, -1, lower.between("negative"));
    lower.add(List.of(context.tensor(node, 0), negative), shape, node.output());
  }

  /** {@code a / b} of computed tensors is {@code a (1 / b)}. */
  static void divide(OnnxNode node, ImportContext context) {
    if (oneConstant(node, context)) {
      arithmetic(node, context, ConstantOperation.DIVIDE, ConstantOperation.DIVIDE_INTO);
      return;
    }
    TensorShape shape = broadcast(node, context.shape(node, 0), context.shape(node, 1));
    var lower = new Lowering(node, context);
    String inverse =
        lower.arithmetic(
            context.tensor(node, 1), ConstantOperation.DIVIDE_INTO, 1, lower.between("inverse"));
    lower.multiply(List.of(context.tensor(node, 0), inverse), shape, node.output());
  }

  private static boolean oneConstant(OnnxNode node, ImportContext context) {
    return context.isConstant(node, 0) || context.isConstant(node, 1);
  }

  static void add(OnnxNode node, ImportContext context) {
    List<String> computed = new ArrayList<>();
    TensorShape shape = null;
    int constantAt = -1;
    for (int i = 0; i < node.inputs().size(); i++) {
      if (context.isConstant(node, i)) {
        constantAt = i;
      } else {
        computed.add(context.tensor(node, i));
        TensorShape next = context.shape(node, i);
        shape = shape == null ? next : broadcast(node, shape, next);
      }
    }
    if (shape == null) {
      throw node.error("all inputs are constants");
    }
    if (constantAt >= 0 && node.inputs().size() == 2) {
      constantArithmetic(node, context, 1 - constantAt, constantAt, ConstantOperation.ADD);
      return;
    }
    if (constantAt >= 0) {
      throw new UnsupportedOperatorException("a constant among three or more operands");
    }
    if (computed.size() == 1) {
      context.alias(node);
      return;
    }
    context.add(node, new Layer.Add(node.name(), computed, node.output()), shape);
  }

  static void multiply(OnnxNode node, ImportContext context) {
    if (context.isConstant(node, 0) || context.isConstant(node, 1)) {
      arithmetic(node, context, ConstantOperation.MULTIPLY, ConstantOperation.MULTIPLY);
      return;
    }
    TensorShape shape = broadcast(node, context.shape(node, 0), context.shape(node, 1));
    context.add(
        node,
        new Layer.Multiply(
            node.name(), List.of(context.tensor(node, 0), context.tensor(node, 1)), node.output()),
        shape);
  }

  static void power(OnnxNode node, ImportContext context) {
    if (!context.isConstant(node, 1)) {
      throw new UnsupportedOperatorException("the exponent is computed at run time");
    }
    constantArithmetic(node, context, 0, 1, ConstantOperation.POWER);
  }

  /** {@code right} if the second operand is the constant, else {@code left}. */
  static void arithmetic(
      OnnxNode node, ImportContext context, ConstantOperation right, ConstantOperation left) {
    if (context.isConstant(node, 1)) {
      constantArithmetic(node, context, 0, 1, right);
    } else if (context.isConstant(node, 0)) {
      constantArithmetic(node, context, 1, 0, left);
    } else {
      throw new UnsupportedOperatorException("both operands are computed at run time");
    }
  }

  private static void constantArithmetic(
      OnnxNode node, ImportContext context, int tensor, int constant, ConstantOperation operation) {
    Constant value = context.requireConstant(node, constant, "the constant");
    TensorShape shape = broadcast(node, context.shape(node, tensor), value.shape());
    context.add(
        node,
        new Layer.ConstantArithmetic(
            node.name(), context.tensor(node, tensor), node.output(), operation, value.shape()),
        shape);
    context.parameter(node.name() + ".constant", value);
  }

  /** Numpy's rule. */
  public static TensorShape broadcast(OnnxNode node, TensorShape a, TensorShape b) {
    int rank = Math.max(a.rank(), b.rank());
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      int x = i < rank - a.rank() ? 1 : a.dim(i - rank + a.rank());
      int y = i < rank - b.rank() ? 1 : b.dim(i - rank + b.rank());
      if (x != y && x != 1 && y != 1) {
        throw node.error("operands of shapes " + a + " and " + b + " do not fit each other");
      }
      dims[i] = Math.max(x, y);
    }
    return TensorShape.of(dims);
  }
}
