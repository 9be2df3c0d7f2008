package dev.twobit.onnx.operator;

import dev.twobit.network.Layer;
import dev.twobit.network.QuotedText;
import dev.twobit.network.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Padding; pads are an attribute up to opset 10, an input since. A constant becomes a layer, the
 * other modes concatenations of slices, and negative pads a slice.
 */
final class PadOperator {
  private static final int LARGEST = 1 << 16;

  private PadOperator() {}

  static void pad(OnnxNode node, ImportContext context) {
    TensorShape in = context.shape(node, 0);
    String mode = node.text("mode", "constant");
    double value =
        node.hasInput(2)
            ? context.requireValues(node, 2, "the pad value").at(0)
            : node.real("value", 0);
    int[] pads = pads(node, context, in);
    if (Arrays.stream(pads).allMatch(p -> p == 0)) {
      context.alias(node);
      return;
    }
    int[] positive = Arrays.stream(pads).map(p -> Math.max(0, p)).toArray();
    boolean grows = Arrays.stream(positive).anyMatch(p -> p > 0);
    boolean shrinks = Arrays.stream(pads).anyMatch(p -> p < 0);
    String x = context.tensor(node, 0);
    if (shrinks) {
      String out = grows ? context.fresh(node.output() + ".cropped") : node.output();
      crop(node, context, x, pads, grows ? context.fresh(node.name() + ".crop") : node.name(), out);
      x = out;
    }
    if (grows && mode.equals("constant")) {
      constant(node, context, x, positive, value);
    } else if (grows) {
      repeat(node, context, x, positive, mode);
    }
  }

  /** What is added in front of every axis, then what is added behind every axis. */
  private static int[] pads(OnnxNode node, ImportContext context, TensorShape in) {
    int[] given =
        node.hasInput(1)
            ? context.requireValues(node, 1, "pads").integers()
            : node.integers("pads", node.integers("paddings"));
    int rank = in.rank();
    int[] axes = java.util.stream.IntStream.range(0, rank).toArray();
    if (node.hasInput(3)) {
      axes =
          Arrays.stream(context.requireValues(node, 3, "axes").integers())
              .map(a -> ShapeOperators.axis(node, a, rank))
              .toArray();
    }
    if (given.length != 2 * axes.length) {
      throw node.error(
          "pads: found "
              + given.length
              + " values for an input "
              + in
              + ", expected "
              + 2 * axes.length);
    }
    int[] pads = new int[2 * rank];
    for (int i = 0; i < given.length; i++) {
      if (given[i] < -LARGEST || given[i] > LARGEST) {
        throw node.error(
            "pads: found " + Arrays.toString(given) + ", expected " + -LARGEST + " to " + LARGEST);
      }
      pads[axes[i % axes.length] + (i < axes.length ? 0 : rank)] = given[i];
    }
    return pads;
  }

  private static void constant(
      OnnxNode node, ImportContext context, String x, int[] pads, double value) {
    TensorShape in = context.shapeOf(x);
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    List<Integer> out = new ArrayList<>();
    for (int i = 0; i < in.rank(); i++) {
      before.add(pads[i]);
      after.add(pads[i + in.rank()]);
      out.add(in.dim(i) + pads[i] + pads[i + in.rank()]);
    }
    context.add(
        node,
        new Layer.Pad(node.name(), x, node.output(), before, after, value),
        new TensorShape(out));
  }

  private static void crop(
      OnnxNode node, ImportContext context, String x, int[] pads, String name, String output) {
    TensorShape in = context.shapeOf(x);
    List<Integer> starts = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    List<Integer> out = new ArrayList<>();
    for (int i = 0; i < in.rank(); i++) {
      starts.add(Math.max(0, -pads[i]));
      ends.add(in.dim(i) - Math.max(0, -pads[i + in.rank()]));
      if (ends.get(i) <= starts.get(i)) {
        throw node.error("pads: found " + Arrays.toString(pads) + ", which leave nothing of " + in);
      }
      out.add(ends.get(i) - starts.get(i));
    }
    List<Integer> steps = Collections.nCopies(in.rank(), 1);
    context.add(node, new Layer.Slice(name, x, output, starts, ends, steps), new TensorShape(out));
  }

  /** Axis after axis: what is in front, the tensor, what is behind. */
  private static void repeat(
      OnnxNode node, ImportContext context, String input, int[] pads, String mode) {
    if (!List.of("reflect", "edge", "wrap").contains(mode)) {
      throw new UnsupportedOperatorException(
          "mode '" + QuotedText.name(mode) + "' is not supported");
    }
    var lower = new Lowering(node, context);
    int rank = context.shapeOf(input).rank();
    int last = 0;
    for (int axis = 0; axis < rank; axis++) {
      last = pads[axis] + pads[axis + rank] > 0 ? axis : last;
    }
    String x = input;
    for (int axis = 0; axis < rank; axis++) {
      int before = pads[axis];
      int after = pads[axis + rank];
      if (before + after == 0) {
        continue;
      }
      int extent = context.shapeOf(x).dim(axis);
      int most = mode.equals("reflect") ? extent - 1 : mode.equals("wrap") ? extent : LARGEST;
      if (before > most || after > most) {
        throw node.error(
            "pads: found "
                + Arrays.toString(pads)
                + ", expected at most "
                + most
                + " on axis "
                + axis
                + " in mode "
                + mode);
      }
      List<String> parts = new ArrayList<>(part(lower, x, axis, mode, before, extent, true));
      parts.add(x);
      parts.addAll(part(lower, x, axis, mode, after, extent, false));
      x = lower.concat(parts, axis, axis == last ? node.output() : lower.between("padded"));
    }
  }

  private static List<String> part(
      Lowering lower, String x, int axis, String mode, int count, int extent, boolean front) {
    if (count == 0) {
      return List.of();
    }
    String out = lower.between(front ? "front" : "back");
    return switch (mode) {
      case "reflect" -> List.of(lower.slice(x, axis, front ? count : extent - 2, count, -1, out));
      case "wrap" -> List.of(lower.slice(x, axis, front ? extent - count : 0, count, 1, out));
      default ->
          Collections.nCopies(count, lower.slice(x, axis, front ? 0 : extent - 1, 1, 1, out));
    };
  }
}
