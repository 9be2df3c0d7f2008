package dev.twobit.onnx.operator;

import dev.twobit.network.Layer;
import dev.twobit.network.TensorShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A slice of one axis. */
final class Slices {
  private Slices() {}

  static Layer.Slice of(
      String name,
      String in,
      TensorShape shape,
      int axis,
      int start,
      int count,
      int step,
      String out) {
    List<Integer> starts = new ArrayList<>(Collections.nCopies(shape.rank(), 0));
    List<Integer> ends = new ArrayList<>(shape.dims());
    List<Integer> steps = new ArrayList<>(Collections.nCopies(shape.rank(), 1));
    starts.set(axis, start);
    int past = start + (count - 1) * step + (step > 0 ? 1 : -1);
    ends.set(axis, past);
    steps.set(axis, step);
    return new Layer.Slice(name, in, out, starts, ends, steps);
  }

  /** The same shape with one axis replaced. */
  static TensorShape shape(TensorShape shape, int axis, int extent) {
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.set(axis, extent);
    return new TensorShape(dims);
  }
}
