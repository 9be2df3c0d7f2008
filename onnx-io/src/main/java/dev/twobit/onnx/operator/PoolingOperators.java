package dev.twobit.onnx.operator;

import dev.twobit.network.Extent;
import dev.twobit.network.Layer;
import dev.twobit.network.Layer.Reduction;
import dev.twobit.network.Padding;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import java.util.Arrays;

/** Max, average and global pooling, and the mean over a plane. */
final class PoolingOperators {
  private PoolingOperators() {}

  static void max(OnnxNode node, ImportContext context) {
    pool(node, context, Reduction.MAX);
  }

  static void average(OnnxNode node, ImportContext context) {
    pool(node, context, Reduction.AVERAGE);
  }

  static void globalAverage(OnnxNode node, ImportContext context) {
    global(node, context, Reduction.AVERAGE);
  }

  static void globalMax(OnnxNode node, ImportContext context) {
    global(node, context, Reduction.MAX);
  }

  private static void pool(OnnxNode node, ImportContext context, Reduction reduction) {
    TensorShape in = context.planes(node);
    int[] kernel = node.integers("kernel_shape");
    if (kernel.length != 2 || kernel[0] < 1 || kernel[1] < 1) {
      throw node.error(
          "kernel_shape: found " + Arrays.toString(kernel) + ", expected 2 values of at least 1");
    }
    if (node.outputs().size() > 1 && !node.outputs().get(1).isEmpty()) {
      throw new UnsupportedOperatorException("the Indices output is not supported");
    }
    Window window = WindowAttributes.of(node, in, kernel[0], kernel[1]);
    if (window.padTop() >= window.spanHeight()
        || window.padBottom() >= window.spanHeight()
        || window.padLeft() >= window.spanWidth()
        || window.padRight() >= window.spanWidth()) {
      throw node.error("pads are as large as the window; expected smaller");
    }
    if (reduction == Reduction.AVERAGE
        && (window.dilationHeight() != 1 || window.dilationWidth() != 1)) {
      throw new UnsupportedOperatorException("dilated average pooling is not supported");
    }
    boolean ceil = node.integer("ceil_mode", 0) == 1;
    TensorShape out = WindowAttributes.output(node, in, window, in.channels(), ceil);
    context.add(
        node,
        new Layer.Pooling(
            node.name(),
            context.tensor(node, 0),
            node.output(),
            reduction,
            window,
            ceil,
            node.integer("count_include_pad", 0) == 1,
            false),
        out);
  }

  private static void global(OnnxNode node, ImportContext context, Reduction reduction) {
    TensorShape in = context.planes(node);
    context.add(
        node,
        new Layer.Pooling(
            node.name(),
            context.tensor(node, 0),
            node.output(),
            reduction,
            whole(in),
            false,
            false,
            true),
        TensorShape.of(in.dim(0), in.channels(), 1, 1));
  }

  private static Window whole(TensorShape in) {
    return new Window(
        new Extent(in.height(), in.width()),
        new Extent(1, 1),
        new Extent(1, 1),
        new Padding(0, 0, 0, 0));
  }
}
