package dev.twobit.onnx.operator;

import dev.twobit.network.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Index arithmetic on constants. */
public final class Gathering {
  private Gathering() {}

  public static Constant gather(OnnxNode node, Constant x, Constant indices) {
    int axis = ShapeOperators.axis(node, node.integer("axis", 0), x.shape().rank());
    List<Integer> dims = new ArrayList<>(x.shape().dims().subList(0, axis));
    dims.addAll(indices.shape().dims());
    dims.addAll(x.shape().dims().subList(axis + 1, x.shape().rank()));
    TensorShape out = new TensorShape(dims);
    int outer = product(x.shape(), 0, axis);
    int inner = product(x.shape(), axis + 1, x.shape().rank());
    int extent = x.shape().dim(axis);
    double[] values = new double[(int) out.elementCount()];
    int next = 0;
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < indices.size(); i++) {
        int index = (int) indices.at(i);
        int row = index < 0 ? index + extent : index;
        if (row < 0 || row >= extent) {
          throw node.error("index " + index + " is outside axis " + axis + " of " + x.shape());
        }
        for (int k = 0; k < inner; k++) {
          values[next++] = x.at((o * extent + row) * inner + k);
        }
      }
    }
    return constant(out, x.integral(), values);
  }

  public static Constant slice(OnnxNode node, List<Constant> in) {
    Constant x = in.get(0);
    int[] starts = in.size() > 1 ? in.get(1).integers() : node.integers("starts");
    int[] ends = in.size() > 2 ? in.get(2).integers() : node.integers("ends");
    int[] steps = in.size() > 4 ? in.get(4).integers() : new int[0];
    int[] axes = in.size() > 3 ? in.get(3).integers() : node.integers("axes");
    Constant result = x;
    for (int i = 0; i < starts.length; i++) {
      int axis = ShapeOperators.axis(node, axes.length > i ? axes[i] : i, x.shape().rank());
      int step = steps.length > i ? steps[i] : 1;
      result = sliceAxis(node, result, axis, starts[i], ends[i], step);
    }
    return result;
  }

  static Constant sliceAxis(OnnxNode node, Constant x, int axis, int start, int end, int step) {
    int extent = x.shape().dim(axis);
    List<Long> rows = new ArrayList<>();
    if (step > 0) {
      for (long i = ShapeOperators.clamp(start, extent);
          i < ShapeOperators.clamp(end, extent);
          i += step) {
        rows.add(i);
      }
    } else if (step < 0) {
      int first = Math.min(extent - 1, start < 0 ? start + extent : start);
      int last = end < 0 ? Math.max(-1, end + extent) : end;
      for (int i = first; i > last && i >= 0; i += step) {
        rows.add((long) i);
      }
    } else {
      throw node.error("steps: found 0");
    }
    int outer = product(x.shape(), 0, axis);
    int inner = product(x.shape(), axis + 1, x.shape().rank());
    List<Integer> dims = new ArrayList<>(x.shape().dims());
    dims.set(axis, rows.size());
    double[] values = new double[outer * rows.size() * inner];
    int next = 0;
    for (int o = 0; o < outer; o++) {
      for (long row : rows) {
        for (int k = 0; k < inner; k++) {
          values[next++] = x.at((o * extent + (int) row) * inner + k);
        }
      }
    }
    return constant(new TensorShape(dims), x.integral(), values);
  }

  public static Constant concat(OnnxNode node, List<Constant> in) {
    TensorShape first = in.get(0).shape();
    int axis = ShapeOperators.axis(node, node.integer("axis", 0), first.rank());
    int extent = 0;
    for (Constant part : in) {
      List<Integer> other = new ArrayList<>(part.shape().dims());
      if (other.size() == first.rank()) {
        extent += other.set(axis, first.dim(axis));
      }
      if (!other.equals(first.dims())) {
        throw node.error("operands " + first + " and " + part.shape() + " do not fit");
      }
    }
    List<Integer> dims = new ArrayList<>(first.dims());
    dims.set(axis, extent);
    int outer = product(first, 0, axis);
    int inner = product(first, axis + 1, first.rank());
    double[] values = new double[outer * extent * inner];
    int next = 0;
    for (int o = 0; o < outer; o++) {
      for (Constant part : in) {
        int block = part.shape().dim(axis) * inner;
        for (int k = 0; k < block; k++) {
          values[next++] = part.at(o * block + k);
        }
      }
    }
    return constant(new TensorShape(dims), in.get(0).integral(), values);
  }

  /** Shape alone, for a constant without values. */
  public static Constant transposedShape(OnnxNode node, Constant x) {
    int[] perm = permutation(node, x.shape());
    return new Constant.Missing(
        new TensorShape(Arrays.stream(perm).mapToObj(x.shape()::dim).toList()));
  }

  private static int[] permutation(OnnxNode node, TensorShape shape) {
    int rank = shape.rank();
    int[] reversed = IntStream.range(0, rank).map(i -> rank - 1 - i).toArray();
    int[] perm = node.integers("perm", reversed);
    int[] sorted = Arrays.stream(perm).sorted().toArray();
    if (!Arrays.equals(sorted, IntStream.range(0, rank).toArray())) {
      throw node.error(
          "perm: found " + Arrays.toString(perm) + " for a constant of shape " + shape);
    }
    return perm;
  }

  public static Constant transpose(OnnxNode node, Constant x) {
    int rank = x.shape().rank();
    int[] perm = permutation(node, x.shape());
    int[] dims = new int[rank];
    int[] stride = new int[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = x.shape().dim(perm[i]);
      stride[i] = product(x.shape(), perm[i] + 1, rank);
    }
    TensorShape out = TensorShape.of(dims);
    float[] floats = new float[x.size()];
    double[] exact = x.integral() ? new double[x.size()] : new double[0];
    for (int i = 0; i < floats.length; i++) {
      int rest = i;
      int source = 0;
      for (int d = rank - 1; d >= 0; d--) {
        source += rest % dims[d] * stride[d];
        rest /= dims[d];
      }
      if (x.integral()) {
        exact[i] = x.at(source);
      } else {
        floats[i] = (float) x.at(source);
      }
    }
    return x.integral() ? constant(out, true, exact) : new Constant.Floats(out, floats);
  }

  public static Constant constant(TensorShape shape, boolean integral, double[] values) {
    if (integral) {
      long[] integers = new long[values.length];
      for (int i = 0; i < values.length; i++) {
        integers[i] = (long) values[i];
      }
      return new Constant.Integers(shape, integers);
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return new Constant.Floats(shape, floats);
  }

  public static float[] floats(Constant x) {
    float[] values = new float[x.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) x.at(i);
    }
    return values;
  }

  private static int product(TensorShape shape, int from, int to) {
    int product = 1;
    for (int i = from; i < to; i++) {
      product *= shape.dim(i);
    }
    return product;
  }
}
