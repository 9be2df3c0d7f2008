package dev.twobit.onnx.operator;

import dev.twobit.network.Extent;
import dev.twobit.network.Layer;
import dev.twobit.network.Layer.ConstantOperation;
import dev.twobit.network.Layer.Function;
import dev.twobit.network.Padding;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.network.Window;
import java.util.List;

/**
 * Layers of a node that stands for several: the first has the node's name, the others it and what
 * they do. Every method returns the tensor it writes.
 */
final class Lowering {
  private final OnnxNode node;
  private final ImportContext context;
  private boolean named;

  Lowering(OnnxNode node, ImportContext context) {
    this.node = node;
    this.context = context;
  }

  /** A tensor between two of the layers. */
  String between(String what) {
    return context.fresh(node.output() + "." + what);
  }

  private String name(String what) {
    if (named) {
      return context.fresh(node.name() + "." + what);
    }
    named = true;
    return node.name();
  }

  private String put(Layer layer, TensorShape shape) {
    context.add(node, layer, shape);
    return layer.output();
  }

  String activation(String in, Function function, double alpha, double beta, String out) {
    String what = function.name().toLowerCase(java.util.Locale.ROOT);
    return put(
        new Layer.Activation(name(what), in, out, function, alpha, beta), context.shapeOf(in));
  }

  /** Adds arithmetic of a tensor with one number. */
  String arithmetic(String in, ConstantOperation operation, double number, String out) {
    String name = name(operation.name().toLowerCase(java.util.Locale.ROOT));
    TensorShape scalar = TensorShape.of();
    put(new Layer.ConstantArithmetic(name, in, out, operation, scalar), context.shapeOf(in));
    context.parameter(name + ".constant", new WeightTensor(scalar, new float[] {(float) number}));
    return out;
  }

  String add(List<String> in, TensorShape shape, String out) {
    return put(new Layer.Add(name("add"), in, out), shape);
  }

  String multiply(List<String> in, TensorShape shape, String out) {
    return put(new Layer.Multiply(name("multiply"), in, out), shape);
  }

  String reshape(String in, TensorShape shape, String out) {
    return put(new Layer.Reshape(name("reshape"), in, out, shape), shape);
  }

  String transpose(String in, List<Integer> permutation, String out) {
    TensorShape shape = context.shapeOf(in);
    return put(
        new Layer.Transpose(name("transpose"), in, out, permutation),
        new TensorShape(permutation.stream().map(shape::dim).toList()));
  }

  /** Positions start, start + step, ... of one axis. */
  String slice(String in, int axis, int start, int count, int step, String out) {
    return put(
        Slices.of(name("slice"), in, context.shapeOf(in), axis, start, count, step, out),
        Slices.shape(context.shapeOf(in), axis, count));
  }

  String concat(List<String> in, int axis, String out) {
    int extent = in.stream().mapToInt(t -> context.shapeOf(t).dim(axis)).sum();
    return put(
        new Layer.Concat(name("concat"), in, out, axis),
        Slices.shape(context.shapeOf(in.get(0)), axis, extent));
  }

  /** Over the whole plane. */
  String global(String in, Layer.Reduction reduction, String out) {
    TensorShape shape = context.shapeOf(in);
    Window whole =
        new Window(
            new Extent(shape.height(), shape.width()),
            new Extent(1, 1),
            new Extent(1, 1),
            new Padding(0, 0, 0, 0));
    return put(
        new Layer.Pooling(name("pooling"), in, out, reduction, whole, false, false, true),
        TensorShape.of(shape.dim(0), shape.channels(), 1, 1));
  }
}
