package dev.twobit.verification;

import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.network.Window;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;

/**
 * Accumulators of a convolution, several kernels in one 64-bit product: their weights lie in lanes
 * of 16 or 32 bits, which the sums of these weights and activations cannot leave. The fast twin of
 * {@code IntegerReference}, which defines what it computes.
 */
final class LaneConvolution {
  private final LayerWorkload.Convolution layer;
  private final int taps;
  private final int kernelsPerGroup;
  private final int laneBits;
  private final int lanes;

  /** Packed weights by convolution group, lane group of its kernels, tap. */
  private final long[][][] weights;

  private LaneConvolution(
      LayerWorkload.Convolution layer, PackedCodes codes, Encoding encoding, int laneBits) {
    this.layer = layer;
    this.taps = taps(layer);
    this.kernelsPerGroup = layer.outputChannels() / layer.groups();
    this.laneBits = laneBits;
    this.lanes = Long.SIZE / laneBits;
    this.weights = new long[layer.groups()][(kernelsPerGroup + lanes - 1) / lanes][taps];
    for (int k = 0; k < layer.outputChannels(); k++) {
      int inGroup = k % kernelsPerGroup;
      long[] row = weights[k / kernelsPerGroup][inGroup / lanes];
      int shift = inGroup % lanes * laneBits;
      for (int t = 0; t < taps; t++) {
        long level =
            ConvolutionOperands.weight(codes.get(k * taps + t), layer.weightBits(), encoding);
        row[t] += level << shift;
      }
    }
  }

  private static int taps(LayerWorkload.Convolution c) {
    return c.inputChannels() / c.groups() * c.window().kernelHeight() * c.window().kernelWidth();
  }

  /** The largest magnitude that a partial sum of any kernel may have. */
  static long largestSum(LayerWorkload.Convolution c, PackedCodes codes, Encoding encoding) {
    int taps = taps(c);
    long most = 0;
    for (int k = 0; k < c.outputChannels(); k++) {
      long sum = 0;
      for (int t = 0; t < taps; t++) {
        sum +=
            Math.abs(
                (long)
                    ConvolutionOperands.weight(codes.get(k * taps + t), c.weightBits(), encoding));
      }
      most = Math.max(most, sum);
    }
    return most * ((1L << c.inputBits()) - 1);
  }

  /**
   * Channel by channel, row by row.
   *
   * @param input codes of {@code c.inputBits()} bits
   * @param padCode what padding reads
   * @param codes of the weights; their {@link #largestSum} is below 2^31
   */
  static int[] accumulators(
      LayerWorkload.Convolution c, int[] input, int padCode, PackedCodes codes, Encoding encoding) {
    long largest = largestSum(c, codes, encoding);
    if (largest > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(c.name() + ": sums up to " + largest);
    }
    int laneBits = largest <= Short.MAX_VALUE ? Short.SIZE : Integer.SIZE;
    return new LaneConvolution(c, codes, encoding, laneBits).run(input, padCode);
  }

  private int[] run(int[] input, int padCode) {
    int width = layer.outputWidth();
    int plane = layer.outputHeight() * width;
    int[] accumulators = new int[layer.outputChannels() * plane];
    int[] patches = new int[width * taps];
    for (int group = 0; group < layer.groups(); group++) {
      for (int y = 0; y < layer.outputHeight(); y++) {
        gather(input, padCode, group, y, patches);
        for (int lane = 0; lane < weights[group].length; lane++) {
          int first = group * kernelsPerGroup + lane * lanes;
          int kernels = Math.min(lanes, (group + 1) * kernelsPerGroup - first);
          row(weights[group][lane], patches, accumulators, first * plane + y * width, kernels);
        }
      }
    }
    return accumulators;
  }

  /** What each position of output row {@code y} reads, position by position. */
  private void gather(int[] input, int padCode, int group, int y, int[] patches) {
    Window w = layer.window();
    int channels = layer.inputChannels() / layer.groups();
    int inWidth = layer.inputWidth();
    int tap = 0;
    for (int i = 0; i < channels; i++) {
      int channel = (group * channels + i) * layer.inputHeight() * inWidth;
      for (int r = 0; r < w.kernelHeight(); r++) {
        int row = y * w.strideHeight() - w.padTop() + r * w.dilationHeight();
        boolean inside = row >= 0 && row < layer.inputHeight();
        for (int s = 0; s < w.kernelWidth(); s++, tap++) {
          int column = s * w.dilationWidth() - w.padLeft();
          for (int x = 0; x < layer.outputWidth(); x++, column += w.strideWidth()) {
            patches[x * taps + tap] =
                inside && column >= 0 && column < inWidth
                    ? input[channel + row * inWidth + column]
                    : padCode;
          }
        }
      }
    }
  }

  /** One row of {@code kernels} kernels, four positions at a time. */
  private void row(long[] w, int[] patches, int[] accumulators, int at, int kernels) {
    int width = layer.outputWidth();
    int x = 0;
    for (; x + 3 < width; x += 4) {
      int p0 = x * taps;
      int p1 = p0 + taps;
      int p2 = p1 + taps;
      int p3 = p2 + taps;
      long s0 = 0;
      long s1 = 0;
      long s2 = 0;
      long s3 = 0;
      for (int t = 0; t < w.length; t++) {
        long weight = w[t];
        s0 += weight * patches[p0 + t];
        s1 += weight * patches[p1 + t];
        s2 += weight * patches[p2 + t];
        s3 += weight * patches[p3 + t];
      }
      spread(s0, accumulators, at + x, kernels);
      spread(s1, accumulators, at + x + 1, kernels);
      spread(s2, accumulators, at + x + 2, kernels);
      spread(s3, accumulators, at + x + 3, kernels);
    }
    for (; x < width; x++) {
      long sum = 0;
      for (int t = 0; t < w.length; t++) {
        sum += w[t] * patches[x * taps + t];
      }
      spread(sum, accumulators, at + x, kernels);
    }
  }

  /** Each lane is signed, and what it borrowed is given back to the one above. */
  private void spread(long sum, int[] accumulators, int at, int kernels) {
    int plane = layer.outputHeight() * layer.outputWidth();
    int unused = Long.SIZE - laneBits;
    long rest = sum;
    for (int k = 0; k < kernels; k++) {
      long lane = rest << unused >> unused;
      accumulators[at + k * plane] = (int) lane;
      rest = (rest - lane) >> laneBits;
    }
  }
}
