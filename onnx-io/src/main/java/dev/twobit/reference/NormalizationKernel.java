package dev.twobit.reference;

import dev.twobit.network.Layer;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;

/** Batch norm, local response norm and softmax. */
final class NormalizationKernel {
  private NormalizationKernel() {}

  static WeightTensor batch(Layer.BatchNormalization b, WeightTensor x, Parameters parameters) {
    float[] scale = parameters.get(b.name() + ".scale").values();
    float[] shift = parameters.get(b.name() + ".shift").values();
    float[] mean = parameters.get(b.name() + ".mean").values();
    float[] variance = parameters.get(b.name() + ".variance").values();
    int plane = inner(x.shape(), 2);
    float[] y = new float[x.values().length];
    for (int i = 0; i < y.length; i++) {
      int c = i / plane % b.channels();
      double factor = scale[c] / Math.sqrt(variance[c] + b.epsilon());
      y[i] = (float) ((x.values()[i] - mean[c]) * factor + shift[c]);
    }
    return new WeightTensor(x.shape(), y);
  }

  static WeightTensor localResponse(Layer.LocalResponseNormalization n, WeightTensor x) {
    TensorShape shape = x.shape();
    int plane = inner(shape, 2);
    int channels = shape.channels();
    float[] y = new float[x.values().length];
    int below = (n.size() - 1) / 2;
    int above = n.size() - 1 - below;
    for (int i = 0; i < y.length; i++) {
      int c = i / plane % channels;
      int base = i - c * plane;
      double squares = 0;
      for (int k = Math.max(0, c - below); k <= Math.min(channels - 1, c + above); k++) {
        double v = x.values()[base + k * plane];
        squares += v * v;
      }
      y[i] =
          (float) (x.values()[i] / Math.pow(n.bias() + n.alpha() / n.size() * squares, n.beta()));
    }
    return new WeightTensor(shape, y);
  }

  static WeightTensor softmax(Layer.Softmax s, WeightTensor x) {
    TensorShape shape = x.shape();
    int extent = s.flattened() ? inner(shape, s.axis()) : shape.dim(s.axis());
    int inner = s.flattened() ? 1 : inner(shape, s.axis() + 1);
    float[] y = new float[x.values().length];
    for (int block = 0; block < y.length / extent; block++) {
      int base = block / inner * extent * inner + block % inner;
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < extent; k++) {
        largest = Math.max(largest, x.values()[base + k * inner]);
      }
      double sum = 0;
      for (int k = 0; k < extent; k++) {
        sum += Math.exp(x.values()[base + k * inner] - largest);
      }
      for (int k = 0; k < extent; k++) {
        double logit = x.values()[base + k * inner] - largest;
        y[base + k * inner] =
            (float) (s.logarithm() ? logit - Math.log(sum) : Math.exp(logit) / sum);
      }
    }
    return new WeightTensor(shape, y);
  }

  private static int inner(TensorShape shape, int fromAxis) {
    int product = 1;
    for (int i = fromAxis; i < shape.rank(); i++) {
      product *= shape.dim(i);
    }
    return product;
  }
}
