package dev.twobit.onnx.operator;

import dev.twobit.network.Layer;
import dev.twobit.network.TensorShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Concat of one computed tensor with constants of one value, zeros mostly: a Pad. */
final class ConcatOfConstants {
  private ConcatOfConstants() {}

  static void concat(OnnxNode node, ImportContext context, int axis) {
    String tensor = "";
    int before = 0;
    int after = 0;
    double value = Double.NaN;
    for (int i = 0; i < node.inputs().size(); i++) {
      if (!context.isConstant(node, i)) {
        if (!tensor.isEmpty()) {
          throw new UnsupportedOperatorException("constants among several computed operands");
        }
        tensor = context.tensor(node, i);
        continue;
      }
      Constant constant = context.requireValues(node, i, "operand " + i);
      double own = uniform(constant);
      if (!Double.isNaN(value) && own != value) {
        throw new UnsupportedOperatorException("constants of more than one value");
      }
      value = own;
      if (tensor.isEmpty()) {
        before += constant.shape().dim(axis);
      } else {
        after += constant.shape().dim(axis);
      }
    }
    TensorShape in = context.shapeOf(tensor);
    for (int i = 0; i < node.inputs().size(); i++) {
      TensorShape shape = context.shape(node, i);
      for (int d = 0; d < in.rank(); d++) {
        if (shape.rank() != in.rank() || d != axis && shape.dim(d) != in.dim(d)) {
          throw node.error("operands " + in + " and " + shape + " do not fit along axis " + axis);
        }
      }
    }
    List<Integer> heads = new ArrayList<>(Collections.nCopies(in.rank(), 0));
    List<Integer> tails = new ArrayList<>(heads);
    heads.set(axis, before);
    tails.set(axis, after);
    context.add(
        node,
        new Layer.Pad(node.name(), tensor, node.output(), heads, tails, value),
        Slices.shape(in, axis, in.dim(axis) + before + after));
  }

  private static double uniform(Constant constant) {
    double value = constant.size() == 0 ? 0 : constant.at(0);
    for (int i = 1; i < constant.size(); i++) {
      if (constant.at(i) != value) {
        throw new UnsupportedOperatorException("a constant operand of different values");
      }
    }
    return value;
  }
}
