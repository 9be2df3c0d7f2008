package dev.twobit.onnx.operator;

import dev.twobit.network.Extent;
import dev.twobit.network.Padding;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import java.util.Arrays;

/** Strides, dilations and padding of a node, auto_pad resolved. */
final class WindowAttributes {
  private static final int LARGEST = 1 << 16;

  private WindowAttributes() {}

  static Window of(OnnxNode node, TensorShape in, int kernelHeight, int kernelWidth) {
    int[] strides = pair(node, "strides", 1);
    int[] dilations = pair(node, "dilations", 1);
    int[] pads = pads(node);
    String auto = node.text("auto_pad", "NOTSET");
    switch (auto) {
      case "NOTSET", "" -> {}
      case "VALID" -> pads = new int[4];
      case "SAME_UPPER", "SAME_LOWER" ->
          pads = same(node, auto, in, kernelHeight, kernelWidth, strides, dilations);
      default ->
          throw node.error(
              "auto_pad: found '" + auto + "', expected NOTSET, VALID, SAME_UPPER or SAME_LOWER");
    }
    return window(kernelHeight, kernelWidth, strides, dilations, pads);
  }

  /** The window with the padding that the attribute names, whatever auto_pad says. */
  static Window explicit(OnnxNode node, int kernelHeight, int kernelWidth) {
    return window(
        kernelHeight,
        kernelWidth,
        pair(node, "strides", 1),
        pair(node, "dilations", 1),
        pads(node));
  }

  private static int[] pads(OnnxNode node) {
    int[] pads = node.integers("pads", 0, 0, 0, 0);
    if (pads.length != 4) {
      throw node.error("pads: found " + Arrays.toString(pads) + ", expected 4 values");
    }
    for (int pad : pads) {
      if (pad < 0 || pad > LARGEST) {
        throw node.error("pads: found " + Arrays.toString(pads) + ", expected 0 to " + LARGEST);
      }
    }
    return pads;
  }

  private static Window window(
      int kernelHeight, int kernelWidth, int[] strides, int[] dilations, int[] pads) {
    return new Window(
        new Extent(kernelHeight, kernelWidth),
        new Extent(strides[0], strides[1]),
        new Extent(dilations[0], dilations[1]),
        new Padding(pads[0], pads[1], pads[2], pads[3]));
  }

  /** Output shape; an error if the window does not fit. */
  static TensorShape output(
      OnnxNode node, TensorShape in, Window window, int channels, boolean ceil) {
    int height =
        extent(
            in.height() + window.padTop() + window.padBottom(),
            window.spanHeight(),
            window.strideHeight(),
            ceil,
            in.height() + window.padTop());
    int width =
        extent(
            in.width() + window.padLeft() + window.padRight(),
            window.spanWidth(),
            window.strideWidth(),
            ceil,
            in.width() + window.padLeft());
    if (height < 1 || width < 1) {
      throw node.error(
          "a window of "
              + window.spanHeight()
              + "x"
              + window.spanWidth()
              + " does not fit the padded input "
              + in);
    }
    return TensorShape.of(in.dim(0), channels, height, width);
  }

  private static int extent(int padded, int span, int stride, boolean ceil, int lastStart) {
    int free = padded - span;
    if (free < 0) {
      return 0;
    }
    int count = free / stride + 1;
    if (ceil && free % stride != 0 && count * stride < lastStart) {
      count++; // as ONNX Runtime and PyTorch: the last window starts inside input or left padding
    }
    return count;
  }

  private static int[] pair(OnnxNode node, String key, int least) {
    int[] values = node.integers(key, 1, 1);
    if (values.length != 2) {
      throw node.error(key + ": found " + Arrays.toString(values) + ", expected 2 values");
    }
    for (int value : values) {
      if (value < least || value > LARGEST) {
        throw node.error(key + ": found " + Arrays.toString(values) + ", expected 1 to " + LARGEST);
      }
    }
    return values;
  }

  private static int[] same(
      OnnxNode node, String auto, TensorShape in, int kh, int kw, int[] strides, int[] dilations) {
    int[] vertical = samePair(in.height(), (kh - 1) * dilations[0] + 1, strides[0]);
    int[] horizontal = samePair(in.width(), (kw - 1) * dilations[1] + 1, strides[1]);
    int first = auto.equals("SAME_UPPER") ? 0 : 1;
    if (in.rank() != 4) {
      throw node.error("auto_pad needs an input (N,C,H,W), found " + in);
    }
    return new int[] {
      vertical[first], horizontal[first], vertical[1 - first], horizontal[1 - first]
    };
  }

  /** The smaller and the larger half of the padding that keeps ceil(extent/stride). */
  private static int[] samePair(int extent, int span, int stride) {
    int total = Math.max(0, ((extent + stride - 1) / stride - 1) * stride + span - extent);
    return new int[] {total / 2, total - total / 2};
  }
}
