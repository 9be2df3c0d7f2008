package dev.twobit.tensor;

import dev.twobit.network.Window;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Convolutions that are right on every machine, see {@link ConvolutionBackend}. */
public final class Convolutions {
  private static final int VECTOR = 16;
  private static final int LARGEST_BLOCK = 64;

  /**
   * Channels up to which oneDNN convolves windows of one pixel. With more, on either side, what it
   * has for them divides by the size of a cache or computes wrong outputs; up to it none of 1,500
   * random shapes did, and it is faster than a matrix product.
   */
  private static final int MOST_CHANNELS_OF_ONE_PIXEL = 256;

  /**
   * Channels from which oneDNN steps over pixels itself where windows are of one pixel. With fewer,
   * more than one, its weight gradients in channels-last layout are wrong or it crashes on
   * processors with AVX2 alone; from 8 on none of 960 random shapes was.
   */
  private static final int LEAST_CHANNELS_OF_STRIDED_PIXELS = 8;

  private Convolutions() {}

  /**
   * One convolution.
   *
   * @param input (N,C,H,W)
   * @param weights (K, C / groups, R, S)
   * @param bias (K), or empty; taken, as the weights are, in the type of the input
   */
  public static Tensor convolve(
      Tensor input, Tensor weights, TensorOptional bias, Window window, int groups) {
    return convolve(input, weights, bias, window, groups, ConvolutionBackend.current());
  }

  static Tensor convolve(
      Tensor input,
      Tensor latent,
      TensorOptional latentBias,
      Window window,
      int groups,
      ConvolutionBackend backend) {
    Tensor x = input;
    Tensor weights = latent.to(input.scalar_type());
    TensorOptional bias = typed(latentBias, input);
    long top = window.padTop();
    long left = window.padLeft();
    if (top != window.padBottom() || left != window.padRight()) {
      x = torch.constant_pad_nd(x, left, window.padRight(), top, window.padBottom());
      top = 0;
      left = 0;
    }
    long[] stride = {window.strideHeight(), window.strideWidth()};
    if (window.isPointwise()
        && weights.size(1) < LEAST_CHANNELS_OF_STRIDED_PIXELS
        && top == 0
        && left == 0) {
      x = everyNth(everyNth(x, 2, stride[0]), 3, stride[1]);
      stride = new long[] {1, 1};
    }
    Plain plain =
        new Plain(
            bias,
            stride,
            new long[] {top, left},
            new long[] {window.dilationHeight(), window.dilationWidth()});
    // Padded to whole blocks, channels that do not fit would not be noticed; libtorch refuses them.
    boolean fit = x.size(1) == weights.size(1) * groups;
    if (backend != ConvolutionBackend.ONEDNN_WHOLE_BLOCKS || !fit) {
      return plain.convolve(x, weights, groups);
    }
    return groups == 1
        ? inWholeBlocks(x, weights, plain)
        : plain.biased(
            weights.size(1) == 1 && weights.size(0) == groups
                ? depthwise(x, weights, plain)
                : groupByGroup(x, weights, groups, plain));
  }

  /**
   * A fully connected layer.
   *
   * @param input (N, C)
   * @param weights (K, C)
   * @param bias (K), or empty; taken, as the weights are, in the type of the input
   */
  public static Tensor linear(Tensor input, Tensor weights, TensorOptional bias) {
    return torch.linear(input, weights.to(input.scalar_type()), typed(bias, input));
  }

  private static TensorOptional typed(TensorOptional bias, Tensor input) {
    return bias.has_value() ? new TensorOptional(bias.get().to(input.scalar_type())) : bias;
  }

  private record Plain(TensorOptional bias, long[] stride, long[] padding, long[] dilation) {
    Tensor convolve(Tensor x, Tensor w, long groups) {
      return torch.conv2d(x, w, bias, stride, padding, dilation, groups);
    }

    Tensor biased(Tensor out) {
      return bias.has_value() ? out.add(bias.get().reshape(1, -1, 1, 1)) : out;
    }

    Tensor withoutBias(Tensor x, Tensor w, long groups) {
      return withoutBias().convolve(x, w, groups);
    }

    /** A window of one pixel as a matrix product. */
    Tensor product(Tensor x, Tensor w) {
      Tensor seen =
          padding[0] == 0 && padding[1] == 0
              ? x
              : torch.constant_pad_nd(x, padding[1], padding[1], padding[0], padding[0]);
      for (int axis = 0; axis < 2; axis++) {
        seen = everyNth(seen, 2 + axis, stride[axis]);
      }
      Tensor pixels = seen.permute(0, 2, 3, 1);
      return torch.linear(pixels, w.flatten(1, 3), bias).permute(0, 3, 1, 2);
    }

    Plain withoutBias() {
      return new Plain(new TensorOptional(), stride, padding, dilation);
    }
  }

  private static Tensor everyNth(Tensor x, int axis, long stride) {
    return stride == 1
        ? x
        : torch.slice(x, axis, new LongOptional(0), new LongOptional(x.size(axis)), stride);
  }

  private static Tensor inWholeBlocks(Tensor x, Tensor w, Plain plain) {
    long kernels = wholeBlocks(w.size(0));
    long channels = wholeBlocks(w.size(1));
    boolean onePixel = w.size(2) == 1 && w.size(3) == 1;
    if (onePixel && Math.max(kernels, channels) > MOST_CHANNELS_OF_ONE_PIXEL) {
      return plain.product(x, w);
    }
    Tensor whole = widened(x, channels);
    if (kernels == w.size(0)) {
      return plain.convolve(whole, padded(w, kernels, channels), 1);
    }
    Tensor out = plain.withoutBias(whole, padded(w, kernels, channels), 1);
    return plain.biased(out.narrow(1, 0, w.size(0)));
  }

  private static Tensor depthwise(Tensor x, Tensor w, Plain plain) {
    long channels = wholeBlocks(w.size(0));
    Tensor out = plain.withoutBias(widened(x, channels), padded(w, channels, 1), channels);
    return channels == w.size(0) ? out : out.narrow(1, 0, w.size(0));
  }

  private static Tensor groupByGroup(Tensor x, Tensor w, int groups, Plain plain) {
    long in = w.size(1);
    long out = w.size(0) / groups;
    Plain unbiased = plain.withoutBias();
    List<Tensor> parts = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      parts.add(inWholeBlocks(x.narrow(1, g * in, in), w.narrow(0, g * out, out), unbiased));
    }
    return torch.cat(new TensorVector(parts.toArray(Tensor[]::new)), 1);
  }

  /**
   * Channels, at least so many, that need no copy of a tensor to be convolved: where blocks have to
   * be whole, further ones of zeros belong to a tensor from the start.
   */
  public static long wholeChannels(long channels) {
    return ConvolutionBackend.current() == ConvolutionBackend.ONEDNN_WHOLE_BLOCKS
        ? wholeBlocks(channels)
        : channels;
  }

  /** Channels for which oneDNN finds a block of 16, 32 or 64 that needs no padding. */
  static long wholeBlocks(long channels) {
    long width = VECTOR;
    while (width < channels && width < LARGEST_BLOCK) {
      width *= 2;
    }
    return (channels + width - 1) / width * width;
  }

  private static Tensor widened(Tensor x, long channels) {
    long missing = channels - x.size(1);
    return missing == 0 ? x : torch.constant_pad_nd(x, 0, 0, 0, 0, 0, missing);
  }

  private static Tensor padded(Tensor w, long kernels, long channels) {
    long missingKernels = kernels - w.size(0);
    long missingChannels = channels - w.size(1);
    return missingKernels == 0 && missingChannels == 0
        ? w
        : torch.constant_pad_nd(w, 0, 0, 0, 0, 0, missingChannels, 0, missingKernels);
  }
}
