package dev.twobit.reference;

import dev.twobit.network.Layer;
import dev.twobit.network.Resampling.Tap;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import java.util.List;

/** Resize, row and column taps multiplied out. */
final class ResizeKernel {
  private ResizeKernel() {}

  static WeightTensor resize(Layer.Resize r, WeightTensor x, TensorShape out) {
    TensorShape in = x.shape();
    List<Tap> rows = r.resampling().rows(in.height(), out.height());
    List<Tap> columns = r.resampling().columns(in.width(), out.width());
    float[] y = new float[(int) out.elementCount()];
    int next = 0;
    for (int plane = 0; plane < out.dim(0) * out.channels(); plane++) {
      int base = plane * in.height() * in.width();
      for (Tap row : rows) {
        int above = base + row.first() * in.width();
        int below = base + row.second() * in.width();
        for (Tap column : columns) {
          float top = between(x.values(), above, column);
          float bottom = between(x.values(), below, column);
          y[next++] = top + (bottom - top) * row.weight();
        }
      }
    }
    return new WeightTensor(out, y);
  }

  private static float between(float[] values, int row, Tap column) {
    float first = values[row + column.first()];
    return first + (values[row + column.second()] - first) * column.weight();
  }
}
