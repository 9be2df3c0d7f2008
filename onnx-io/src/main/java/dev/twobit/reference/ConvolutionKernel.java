package dev.twobit.reference;

import dev.twobit.network.Layer;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.network.Window;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Convolution as sums of shifted rows, one output channel at a time. */
final class ConvolutionKernel {
  private ConvolutionKernel() {}

  static WeightTensor convolve(
      Layer.Convolution c, WeightTensor x, Parameters parameters, TensorShape out) {
    float[] weight = parameters.get(c.name() + ".weight").values();
    float[] bias = c.hasBias() ? parameters.get(c.name() + ".bias").values() : new float[0];
    int planeOut = out.height() * out.width();
    float[] y = new float[(int) out.elementCount()];
    int perGroup = c.inputChannels() / c.groups();
    int kernelsPerGroup = c.outputChannels() / c.groups();
    IntStream.range(0, out.dim(0) * c.outputChannels())
        .parallel()
        .forEach(
            nk -> {
              int n = nk / c.outputChannels();
              int k = nk % c.outputChannels();
              int to = nk * planeOut;
              if (c.hasBias()) {
                Arrays.fill(y, to, to + planeOut, bias[k]);
              }
              int firstChannel = k / kernelsPerGroup * perGroup;
              for (int i = 0; i < perGroup; i++) {
                int from = (n * c.inputChannels() + firstChannel + i) * plane(x.shape());
                int w = (k * perGroup + i) * c.window().kernelHeight() * c.window().kernelWidth();
                plane(c.window(), x, from, weight, w, y, to, out);
              }
            });
    return new WeightTensor(out, y);
  }

  private static int plane(TensorShape shape) {
    return shape.height() * shape.width();
  }

  /** Adds one input channel's part to one output plane. */
  private static void plane(
      Window window,
      WeightTensor x,
      int from,
      float[] weight,
      int w,
      float[] y,
      int to,
      TensorShape out) {
    int height = x.shape().height();
    int width = x.shape().width();
    float[] in = x.values();
    for (int r = 0; r < window.kernelHeight(); r++) {
      for (int s = 0; s < window.kernelWidth(); s++) {
        float value = weight[w + r * window.kernelWidth() + s];
        int shiftX = s * window.dilationWidth() - window.padLeft();
        int stride = window.strideWidth();
        int firstX = shiftX >= 0 ? 0 : (-shiftX + stride - 1) / stride;
        int pastX = Math.min(out.width(), (width - 1 - shiftX) / stride + 1);
        if (width - 1 - shiftX < 0) {
          continue;
        }
        for (int oy = 0; oy < out.height(); oy++) {
          int iy = oy * window.strideHeight() + r * window.dilationHeight() - window.padTop();
          if (iy < 0 || iy >= height) {
            continue;
          }
          int row = from + iy * width + shiftX;
          int target = to + oy * out.width();
          if (stride == 1) {
            for (int ox = firstX; ox < pastX; ox++) {
              y[target + ox] += value * in[row + ox];
            }
          } else {
            for (int ox = firstX; ox < pastX; ox++) {
              y[target + ox] += value * in[row + ox * stride];
            }
          }
        }
      }
    }
  }

  static WeightTensor transposed(
      Layer.TransposedConvolution c, WeightTensor x, Parameters parameters, TensorShape out) {
    float[] weight = parameters.get(c.name() + ".weight").values();
    Window w = c.window();
    int kernelsPerGroup = c.outputChannels() / c.groups();
    int perGroup = c.inputChannels() / c.groups();
    int height = x.shape().height();
    int width = x.shape().width();
    float[] y = new float[(int) out.elementCount()];
    int area = w.kernelHeight() * w.kernelWidth();
    for (int n = 0; n < out.dim(0); n++) {
      for (int k = 0; k < c.outputChannels(); k++) {
        int to = (n * c.outputChannels() + k) * plane(out);
        if (c.hasBias()) {
          Arrays.fill(y, to, to + plane(out), parameters.get(c.name() + ".bias").values()[k]);
        }
        int group = k / kernelsPerGroup;
        for (int i = group * perGroup; i < (group + 1) * perGroup; i++) {
          int from = (n * c.inputChannels() + i) * height * width;
          int at = (i * kernelsPerGroup + k % kernelsPerGroup) * area;
          for (int p = 0; p < height * width * area; p++) {
            int tap = p % area;
            int pixel = p / area;
            int oy =
                pixel / width * w.strideHeight()
                    + tap / w.kernelWidth() * w.dilationHeight()
                    - w.padTop();
            int ox =
                pixel % width * w.strideWidth()
                    + tap % w.kernelWidth() * w.dilationWidth()
                    - w.padLeft();
            if (oy >= 0 && oy < out.height() && ox >= 0 && ox < out.width()) {
              y[to + oy * out.width() + ox] += weight[at + tap] * x.values()[from + pixel];
            }
          }
        }
      }
    }
    return new WeightTensor(out, y);
  }

  static WeightTensor connect(
      Layer.FullyConnected f, WeightTensor x, Parameters parameters, TensorShape out) {
    float[] weight = parameters.get(f.name() + ".weight").values();
    float[] bias = f.hasBias() ? parameters.get(f.name() + ".bias").values() : new float[0];
    int rows = (int) (x.shape().elementCount() / f.inputFeatures());
    float[] y = new float[rows * f.outputFeatures()];
    IntStream.range(0, y.length)
        .parallel()
        .forEach(
            i -> {
              int from = i / f.outputFeatures() * f.inputFeatures();
              int o = i % f.outputFeatures();
              double sum = f.hasBias() ? bias[o] : 0;
              for (int k = 0; k < f.inputFeatures(); k++) {
                sum += (double) weight[o * f.inputFeatures() + k] * x.values()[from + k];
              }
              y[i] = (float) sum;
            });
    return new WeightTensor(out, y);
  }
}
