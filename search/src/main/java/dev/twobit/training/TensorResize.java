package dev.twobit.training;

import dev.twobit.network.Layer;
import dev.twobit.network.Resampling;
import dev.twobit.network.TensorShape;
import dev.twobit.tensor.Torch;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Resize as products with one matrix of taps for the rows and one for the columns. */
final class TensorResize {
  private TensorResize() {}

  static Tensor resize(Layer.Resize r, Tensor x, TensorShape out) {
    Tensor rows = matrix(r.resampling().rows((int) x.size(2), out.height()), (int) x.size(2));
    Tensor columns = matrix(r.resampling().columns((int) x.size(3), out.width()), (int) x.size(3));
    return rows.to(x.scalar_type()).matmul(x).matmul(columns.to(x.scalar_type()).t());
  }

  /** (out, in). */
  private static Tensor matrix(List<Resampling.Tap> taps, int in) {
    float[] values = new float[taps.size() * in];
    for (int i = 0; i < taps.size(); i++) {
      Resampling.Tap tap = taps.get(i);
      values[i * in + tap.first()] += 1 - tap.weight();
      values[i * in + tap.second()] += tap.weight();
    }
    return Torch.tensor(values, taps.size(), in);
  }
}
