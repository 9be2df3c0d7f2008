package dev.twobit.onnx.operator;

import dev.twobit.network.Layer.ConstantOperation;
import dev.twobit.network.Layer.Reduction;
import dev.twobit.network.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Mean, sum and maximum over some axes: a global pooling, with the axes brought to the end where
 * they are not.
 */
final class ReductionOperators {
  private ReductionOperators() {}

  static void mean(OnnxNode node, ImportContext context) {
    reduce(node, context, Reduction.AVERAGE, false);
  }

  static void sum(OnnxNode node, ImportContext context) {
    reduce(node, context, Reduction.AVERAGE, true);
  }

  static void max(OnnxNode node, ImportContext context) {
    reduce(node, context, Reduction.MAX, false);
  }

  private static void reduce(
      OnnxNode node, ImportContext context, Reduction reduction, boolean timesCount) {
    TensorShape in = context.shape(node, 0);
    List<Integer> axes = axes(node, context, in.rank());
    if (axes.isEmpty()) {
      if (node.integer("noop_with_empty_axes", 0) != 0) {
        context.alias(node);
        return;
      }
      throw new UnsupportedOperatorException("a reduction over all axes is not supported");
    }
    boolean leading = axes.contains(0);
    if (leading && in.dim(0) == 1) {
      throw new UnsupportedOperatorException(
          "a reduction over the batch is not supported; it is over data where axis 0 is fixed above"
              + " 1, by the file or by --input-shape");
    }
    int items = leading ? 1 : in.dim(0);
    List<Integer> order = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    int count = 1;
    int others = 1;
    boolean keep = node.integer("keepdims", 1) != 0;
    for (int axis = 0; axis < in.rank(); axis++) {
      if (!axes.contains(axis)) {
        order.add(axis);
        kept.add(in.dim(axis));
        others *= axis == 0 ? 1 : in.dim(axis);
      } else {
        count *= in.dim(axis);
        if (keep) {
          kept.add(1);
        }
      }
    }
    order.addAll(axes);
    var lower = new Lowering(node, context);
    String x = context.tensor(node, 0);
    boolean plane = in.rank() == 4 && axes.size() == 2 && !leading;
    if (!order.equals(java.util.stream.IntStream.range(0, in.rank()).boxed().toList())) {
      x = lower.transpose(x, order, lower.between("turned"));
    }
    if (!plane) {
      x = lower.reshape(x, TensorShape.of(items, others, count, 1), lower.between("plane"));
    }
    TensorShape out = new TensorShape(kept);
    boolean last = out.equals(TensorShape.of(items, others, 1, 1));
    x = lower.global(x, reduction, last && !timesCount ? node.output() : lower.between("pooled"));
    if (timesCount) {
      x =
          lower.arithmetic(
              x, ConstantOperation.MULTIPLY, count, last ? node.output() : lower.between("sum"));
    }
    if (!last) {
      lower.reshape(x, out, node.output());
    }
  }

  /** Counted from the front, ascending. */
  private static List<Integer> axes(OnnxNode node, ImportContext context, int rank) {
    return Arrays.stream(ShapeOperators.rawAxes(node, context))
        .map(a -> ShapeOperators.axis(node, a, rank))
        .sorted()
        .distinct()
        .boxed()
        .toList();
  }
}
