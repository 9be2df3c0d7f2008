package dev.twobit.onnx.operator;

import dev.twobit.network.Layer;
import dev.twobit.network.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Operators that move elements: concat, slice, reshape and its kin, transpose. */
public final class ShapeOperators {
  private ShapeOperators() {}

  static void concat(OnnxNode node, ImportContext context) {
    if (!node.has("axis")) {
      throw node.error("attribute 'axis' is missing");
    }
    TensorShape first = context.shape(node, 0);
    int axis = axis(node, node.integer("axis", 0), first.rank());
    List<String> inputs = new ArrayList<>();
    long extent = 0;
    for (int i = 0; i < node.inputs().size(); i++) {
      if (context.isConstant(node, i)) {
        ConcatOfConstants.concat(node, context, axis);
        return;
      }
      TensorShape shape = context.shape(node, i);
      for (int d = 0; d < first.rank(); d++) {
        if (shape.rank() != first.rank() || (d != axis && shape.dim(d) != first.dim(d))) {
          throw node.error(
              "operands " + first + " and " + shape + " do not fit along axis " + axis);
        }
      }
      inputs.add(context.tensor(node, i));
      extent += shape.dim(axis);
      if (extent > Integer.MAX_VALUE) {
        throw node.error("axis " + axis + " is longer than 2^31-1 elements");
      }
    }
    context.add(
        node,
        new Layer.Concat(node.name(), inputs, node.output(), axis),
        replaced(first, axis, (int) extent));
  }

  /** Starts, ends, axes and steps are attributes up to opset 9, inputs since. */
  static void slice(OnnxNode node, ImportContext context) {
    TensorShape in = context.shape(node, 0);
    boolean asInputs = node.inputs().size() > 1;
    int[] starts = list(node, context, asInputs, 1, "starts");
    int[] ends = list(node, context, asInputs, 2, "ends");
    int[] axes =
        asInputs && !node.hasInput(3) || !asInputs && !node.has("axes")
            ? IntStream.range(0, starts.length).toArray()
            : list(node, context, asInputs, 3, "axes");
    int[] steps = new int[starts.length];
    Arrays.fill(steps, 1);
    if (asInputs && node.hasInput(4)) {
      steps = list(node, context, true, 4, "steps");
    }
    if (ends.length != starts.length
        || axes.length != starts.length
        || steps.length != starts.length) {
      throw node.error("starts, ends, axes and steps differ in length");
    }
    List<Integer> from = new ArrayList<>();
    List<Integer> to = new ArrayList<>(in.dims());
    List<Integer> by = new ArrayList<>();
    List<Integer> out = new ArrayList<>(in.dims());
    for (int i = 0; i < in.rank(); i++) {
      from.add(0);
      by.add(1);
    }
    for (int i = 0; i < starts.length; i++) {
      if (steps[i] == 0) {
        throw node.error("steps: found 0, expected another value");
      }
      int axis = axis(node, axes[i], in.rank());
      int extent = in.dim(axis);
      boolean back = steps[i] < 0;
      int start = back ? clampBack(starts[i], extent) : clamp(starts[i], extent);
      int end = back ? clampBack(ends[i], extent) : clamp(ends[i], extent);
      int count = Math.max(0, (int) Math.ceil((double) ((long) end - start) / steps[i]));
      from.set(axis, start);
      to.set(axis, back ? end : Math.max(start, end));
      by.set(axis, steps[i]);
      out.set(axis, count);
    }
    context.add(
        node,
        new Layer.Slice(node.name(), context.tensor(node, 0), node.output(), from, to, by),
        new TensorShape(out));
  }

  static void reshape(OnnxNode node, ImportContext context) {
    TensorShape in = context.shape(node, 0);
    int[] target =
        node.has("shape")
            ? node.integers("shape")
            : context.requireValues(node, 1, "the shape").integers();
    boolean copyZero = node.integer("allowzero", 0) == 0;
    emit(node, context, in, resolve(node, in, target, copyZero));
  }

  /** A target shape with 0 (copy) and -1 (the rest) resolved. */
  public static TensorShape resolve(OnnxNode node, TensorShape in, int[] target, boolean copyZero) {
    if (target.length > TensorShape.MOST_AXES) {
      throw node.error(
          "shape: found rank " + target.length + ", expected at most " + TensorShape.MOST_AXES);
    }
    int[] dims = target.clone();
    int open = -1;
    long known = 1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == 0 && copyZero) {
        if (i >= in.rank()) {
          throw node.error(
              "shape " + Arrays.toString(target) + " copies axis " + i + ", the input is " + in);
        }
        dims[i] = in.dim(i);
      }
      if (dims[i] == -1 && open < 0) {
        open = i;
      } else if (dims[i] < 0) {
        throw node.error(
            "shape " + Arrays.toString(target) + " has more than one -1 or a negative extent");
      } else {
        known *= dims[i];
      }
    }
    long elements = in.elementCount();
    if (open >= 0 && known > 0 && elements % known == 0) {
      dims[open] = node.narrow("shape", elements / known);
      known *= dims[open];
    }
    if (known != elements) {
      throw node.error(
          "shape "
              + Arrays.toString(target)
              + " does not hold the "
              + elements
              + " elements of the input "
              + in);
    }
    return TensorShape.of(dims);
  }

  static void flatten(OnnxNode node, ImportContext context) {
    TensorShape in = context.shape(node, 0);
    int axis = node.integer("axis", 1);
    int normal = axis < 0 ? axis + in.rank() : axis;
    if (normal < 0 || normal > in.rank()) {
      throw node.error("axis: found " + axis + " for an input of rank " + in.rank());
    }
    long rows = new TensorShape(in.dims().subList(0, normal)).elementCount();
    emit(
        node,
        context,
        in,
        TensorShape.of(node.narrow("axis", rows), node.narrow("axis", in.elementCount() / rows)));
  }

  /** Only to the shape that the input has. */
  static void expand(OnnxNode node, ImportContext context) {
    TensorShape in = context.shape(node, 0);
    int[] dims = context.requireValues(node, 1, "the shape").integers();
    if (Arrays.stream(dims).anyMatch(d -> d < 1)
        || !ElementwiseOperators.broadcast(node, in, TensorShape.of(dims)).equals(in)) {
      throw new UnsupportedOperatorException(
          "from " + in + " to " + Arrays.toString(dims) + ", expected the same shape");
    }
    context.alias(node);
  }

  static void squeeze(OnnxNode node, ImportContext context) {
    TensorShape in = context.shape(node, 0);
    int[] axes = axes(node, context, in.rank());
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < in.rank(); i++) {
      boolean named = contains(axes, i);
      if (named && in.dim(i) != 1) {
        throw node.error("axis " + i + " of " + in + " has extent " + in.dim(i) + ", expected 1");
      }
      if (!named && !(axes.length == 0 && in.dim(i) == 1)) {
        dims.add(in.dim(i));
      }
    }
    emit(node, context, in, new TensorShape(dims));
  }

  static void unsqueeze(OnnxNode node, ImportContext context) {
    TensorShape in = context.shape(node, 0);
    emit(node, context, in, unsqueezed(node, in, rawAxes(node, context)));
  }

  public static TensorShape unsqueezed(OnnxNode node, TensorShape in, int[] axes) {
    int rank = in.rank() + axes.length;
    if (rank > TensorShape.MOST_AXES) {
      throw new UnsupportedOperatorException("a result of rank " + rank + " is not supported");
    }
    int[] normal = Arrays.stream(axes).map(a -> a < 0 ? a + rank : a).distinct().toArray();
    if (normal.length < axes.length || Arrays.stream(normal).anyMatch(a -> a < 0 || a >= rank)) {
      throw node.error(
          "axes: found "
              + Arrays.toString(axes)
              + " for a result of rank "
              + rank
              + ", expected different ones of it");
    }
    List<Integer> dims = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < rank; i++) {
      dims.add(contains(normal, i) ? 1 : in.dim(next++));
    }
    return new TensorShape(dims);
  }

  static void transpose(OnnxNode node, ImportContext context) {
    TensorShape in = context.shape(node, 0);
    int[] reversed = IntStream.range(0, in.rank()).map(i -> in.rank() - 1 - i).toArray();
    int[] perm = node.integers("perm", reversed);
    int[] sorted = Arrays.stream(perm).sorted().toArray();
    if (!Arrays.equals(sorted, IntStream.range(0, in.rank()).toArray())) {
      throw node.error("perm: found " + Arrays.toString(perm) + " for an input " + in);
    }
    List<Integer> order = Arrays.stream(perm).boxed().toList();
    context.add(
        node,
        new Layer.Transpose(node.name(), context.tensor(node, 0), node.output(), order),
        new TensorShape(order.stream().map(in::dim).toList()));
  }

  private static void emit(OnnxNode node, ImportContext context, TensorShape in, TensorShape out) {
    if (in.equals(out)) {
      context.alias(node);
      return;
    }
    context.add(
        node, new Layer.Reshape(node.name(), context.tensor(node, 0), node.output(), out), out);
  }

  public static int axis(OnnxNode node, int axis, int rank) {
    int normal = axis < 0 ? axis + rank : axis;
    if (normal < 0 || normal >= rank) {
      throw node.error("axis: found " + axis + " for an input of rank " + rank);
    }
    return normal;
  }

  /** Axes from the attribute (to opset 12) or the second input (since). */
  static int[] rawAxes(OnnxNode node, ImportContext context) {
    return node.hasInput(1)
        ? context.requireValues(node, 1, "axes").integers()
        : node.integers("axes");
  }

  private static int[] axes(OnnxNode node, ImportContext context, int rank) {
    return Arrays.stream(rawAxes(node, context)).map(a -> axis(node, a, rank)).toArray();
  }

  private static int[] list(
      OnnxNode node, ImportContext context, boolean asInputs, int index, String key) {
    return asInputs ? context.requireValues(node, index, key).integers() : node.integers(key);
  }

  /** Clamps a position for a negative step: -1 is before the first element. */
  private static int clampBack(int position, int extent) {
    int from = position < 0 ? position + extent : position;
    return Math.max(-1, Math.min(extent - 1, from));
  }

  public static int clamp(int position, int extent) {
    int from = position < 0 ? position + extent : position;
    return Math.max(0, Math.min(extent, from));
  }

  private static TensorShape replaced(TensorShape shape, int axis, int extent) {
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.set(axis, extent);
    return new TensorShape(dims);
  }

  private static boolean contains(int[] values, int value) {
    return Arrays.stream(values).anyMatch(v -> v == value);
  }
}
