package dev.twobit.training.data;

import java.util.Arrays;

/**
 * Bilinear resampling that averages what it shrinks (a triangle as wide as the step between output
 * pixels), with the 22-bit fixed point and the two rounded passes of Pillow's {@code resize}, which
 * torchvision's transforms of images run.
 */
final class ImageResampling {
  private static final int PRECISION = 22;

  private ImageResampling() {}

  /** What output pixel {@code i} is made of: {@code weights[i]} from input pixel first[i] on. */
  private record Filter(int[] first, int[][] weights) {
    static Filter of(int in, int out) {
      double scale = (double) in / out;
      double support = Math.max(scale, 1);
      int[] first = new int[out];
      int[][] weights = new int[out][];
      for (int i = 0; i < out; i++) {
        double centre = (i + 0.5) * scale;
        int from = Math.max(0, (int) (centre - support + 0.5));
        int to = Math.min(in, (int) (centre + support + 0.5));
        double[] exact = new double[to - from];
        double sum = 0;
        for (int x = 0; x < exact.length; x++) {
          double distance = Math.abs(x + from - centre + 0.5) / support;
          exact[x] = Math.max(0, 1 - distance);
          sum += exact[x];
        }
        first[i] = from;
        weights[i] = new int[exact.length];
        for (int x = 0; x < exact.length; x++) {
          weights[i][x] = (int) (0.5 + exact[x] / sum * (1 << PRECISION));
        }
      }
      return new Filter(first, weights);
    }
  }

  /** The box of {@code source} from (x, y) on, made {@code outWidth} by {@code outHeight}. */
  static Pixels resize(
      Pixels source, int x, int y, int width, int height, int outWidth, int outHeight) {
    Pixels narrow = horizontal(source, x, y, height, outWidth, Filter.of(width, outWidth));
    return outHeight == height ? narrow : vertical(narrow, outHeight);
  }

  private static Pixels horizontal(
      Pixels source, int left, int top, int rows, int outWidth, Filter filter) {
    byte[] in = source.planes();
    byte[] out = new byte[Pixels.CHANNELS * rows * outWidth];
    for (int r = 0; r < Pixels.CHANNELS * rows; r++) {
      int from = (r / rows) * source.plane() + (top + r % rows) * source.width() + left;
      for (int i = 0; i < outWidth; i++) {
        int[] weights = filter.weights()[i];
        int at = from + filter.first()[i];
        int sum = 1 << (PRECISION - 1);
        for (int k = 0; k < weights.length; k++) {
          sum += (in[at + k] & 0xff) * weights[k];
        }
        out[r * outWidth + i] = clip(sum);
      }
    }
    return new Pixels(outWidth, rows, out);
  }

  private static Pixels vertical(Pixels source, int outHeight) {
    Filter filter = Filter.of(source.height(), outHeight);
    int width = source.width();
    byte[] in = source.planes();
    byte[] out = new byte[Pixels.CHANNELS * outHeight * width];
    int[] sums = new int[width];
    for (int r = 0; r < Pixels.CHANNELS * outHeight; r++) {
      int[] weights = filter.weights()[r % outHeight];
      int from = (r / outHeight) * source.plane() + filter.first()[r % outHeight] * width;
      Arrays.fill(sums, 1 << (PRECISION - 1));
      for (int k = 0; k < weights.length; k++) {
        for (int i = 0; i < width; i++) {
          sums[i] += (in[from + k * width + i] & 0xff) * weights[k];
        }
      }
      for (int i = 0; i < width; i++) {
        out[r * width + i] = clip(sums[i]);
      }
    }
    return new Pixels(width, outHeight, out);
  }

  private static byte clip(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> PRECISION));
  }
}
