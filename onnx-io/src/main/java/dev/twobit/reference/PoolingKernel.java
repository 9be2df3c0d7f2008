package dev.twobit.reference;

import dev.twobit.network.Layer;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.network.Window;

/** Max and average pooling. */
final class PoolingKernel {
  private PoolingKernel() {}

  static WeightTensor pool(Layer.Pooling p, WeightTensor x, TensorShape out) {
    int planes = out.dim(0) * out.channels();
    int planeIn = x.shape().height() * x.shape().width();
    float[] y = new float[(int) out.elementCount()];
    int next = 0;
    for (int plane = 0; plane < planes; plane++) {
      for (int oy = 0; oy < out.height(); oy++) {
        for (int ox = 0; ox < out.width(); ox++) {
          y[next++] = window(p, x, plane * planeIn, oy, ox);
        }
      }
    }
    return new WeightTensor(out, y);
  }

  private static float window(Layer.Pooling p, WeightTensor x, int base, int oy, int ox) {
    Window w = p.window();
    int height = x.shape().height();
    int width = x.shape().width();
    double sum = 0;
    double largest = Double.NEGATIVE_INFINITY;
    int inside = 0;
    int padded = 0;
    for (int r = 0; r < w.kernelHeight(); r++) {
      for (int s = 0; s < w.kernelWidth(); s++) {
        int iy = oy * w.strideHeight() + r * w.dilationHeight() - w.padTop();
        int ix = ox * w.strideWidth() + s * w.dilationWidth() - w.padLeft();
        if (iy < height + w.padBottom() && ix < width + w.padRight()) {
          padded++;
        }
        if (iy >= 0 && iy < height && ix >= 0 && ix < width) {
          float v = x.values()[base + iy * width + ix];
          sum += v;
          largest = Math.max(largest, v);
          inside++;
        }
      }
    }
    if (p.reduction() == Layer.Reduction.MAX) {
      return (float) largest;
    }
    return (float) (sum / (p.countIncludePad() ? padded : inside));
  }
}
