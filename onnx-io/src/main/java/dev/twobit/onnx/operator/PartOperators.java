package dev.twobit.onnx.operator;

import dev.twobit.network.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Split, and Gather of constant positions, as slices. */
public final class PartOperators {
  private PartOperators() {}

  /** Sizes are an attribute (to opset 12), an input (since), or equal; num_outputs since 18. */
  public static void split(OnnxNode node, ImportContext context) {
    TensorShape in = context.shape(node, 0);
    int axis = ShapeOperators.axis(node, node.integer("axis", 0), in.rank());
    int[] sizes = sizes(node, context, in.dim(axis));
    if (sizes.length != node.outputs().size()) {
      throw node.error(
          "found " + sizes.length + " parts for " + node.outputs().size() + " outputs");
    }
    long sum = Arrays.stream(sizes).asLongStream().sum();
    if (sum != in.dim(axis) || Arrays.stream(sizes).anyMatch(s -> s < 1)) {
      throw node.error(
          "split: found " + Arrays.toString(sizes) + " for extent " + in.dim(axis) + " of " + in);
    }
    var lower = new Lowering(node, context);
    int start = 0;
    for (int i = 0; i < sizes.length; i++) {
      String out = node.outputs().get(i);
      if (context.isConstant(node, 0)) {
        Constant whole = context.requireValues(node, 0, "the constant");
        int end = start + sizes[i];
        context.define(out, Gathering.sliceAxis(node, whole, axis, start, end, 1));
      } else if (!out.isEmpty()) {
        lower.slice(context.tensor(node, 0), axis, start, sizes[i], 1, out);
      }
      start += sizes[i];
    }
  }

  private static int[] sizes(OnnxNode node, ImportContext context, int extent) {
    if (node.hasInput(1)) {
      return context.requireValues(node, 1, "split").integers();
    }
    if (node.has("split")) {
      return node.integers("split");
    }
    int parts = node.integer("num_outputs", node.outputs().size());
    if (parts < 1 || parts > extent || !node.has("num_outputs") && extent % parts != 0) {
      throw node.error("found " + parts + " equal parts of extent " + extent);
    }
    int each = (extent + parts - 1) / parts;
    int[] sizes = new int[parts];
    Arrays.fill(sizes, each);
    sizes[parts - 1] = extent - each * (parts - 1);
    return sizes;
  }

  /** One position (its axis is dropped), evenly spaced ones, or a shuffle of groups. */
  static void gather(OnnxNode node, ImportContext context) {
    TensorShape in = context.shape(node, 0);
    int axis = ShapeOperators.axis(node, node.integer("axis", 0), in.rank());
    Constant indices = context.requireValues(node, 1, "the indices");
    int extent = in.dim(axis);
    int[] at = indices.integers();
    for (int i = 0; i < at.length; i++) {
      at[i] += at[i] < 0 ? extent : 0;
      if (at[i] < 0 || at[i] >= extent) {
        throw node.error("index " + indices.at(i) + " is outside axis " + axis + " of " + in);
      }
    }
    String x = context.tensor(node, 0);
    if (at.length == 0 || indices.shape().rank() > 1) {
      throw new UnsupportedOperatorException(
          "indices of shape " + indices.shape() + ", expected one position or a list");
    }
    var lower = new Lowering(node, context);
    if (indices.shape().rank() == 0) {
      String row = lower.slice(x, axis, at[0], 1, 1, lower.between("row"));
      List<Integer> dims = new ArrayList<>(in.dims());
      dims.remove(axis);
      lower.reshape(row, new TensorShape(dims), node.output());
      return;
    }
    int step = at.length == 1 ? 1 : at[1] - at[0];
    if (step != 0 && isEven(at, step)) {
      lower.slice(x, axis, at[0], at.length, step, node.output());
      return;
    }
    int groups = extent == at.length ? groups(at) : 0;
    if (groups == 0) {
      throw new UnsupportedOperatorException(
          "positions that are neither evenly spaced nor a shuffle of groups");
    }
    shuffle(lower, x, in, axis, groups, node.output());
  }

  private static boolean isEven(int[] at, int step) {
    for (int i = 1; i < at.length; i++) {
      if (at[i] - at[i - 1] != step) {
        return false;
      }
    }
    return true;
  }

  /** So many groups that position i holds element i / groups of group i % groups; 0 if none. */
  private static int groups(int[] at) {
    for (int groups = 2; groups < at.length; groups++) {
      boolean found = at.length % groups == 0;
      for (int i = 0; i < at.length && found; i++) {
        found = at[i] == i % groups * (at.length / groups) + i / groups;
      }
      if (found) {
        return groups;
      }
    }
    return 0;
  }

  private static void shuffle(
      Lowering lower, String x, TensorShape in, int axis, int groups, String out) {
    List<Integer> split = new ArrayList<>(in.dims());
    split.set(axis, in.dim(axis) / groups);
    split.add(axis, groups);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < split.size(); i++) {
      order.add(i == axis ? axis + 1 : i == axis + 1 ? axis : i);
    }
    String apart = lower.reshape(x, new TensorShape(split), lower.between("groups"));
    String turned = lower.transpose(apart, order, lower.between("turned"));
    lower.reshape(turned, in, out);
  }
}
