package dev.twobit.onnx.operator;

import dev.twobit.network.QuotedText;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import java.util.Arrays;
import java.util.List;

/** Windows and output planes of ConvTranspose: auto_pad, output_shape and output_padding. */
final class TransposedWindowAttributes {
  private TransposedWindowAttributes() {}

  /** The window; padding that auto_pad or output_shape ask for is resolved. */
  static Window of(OnnxNode node, TensorShape in, int kernelHeight, int kernelWidth) {
    String auto = node.text("auto_pad", "NOTSET");
    boolean sized = node.has("output_shape");
    if (!List.of("NOTSET", "", "VALID", "SAME_UPPER", "SAME_LOWER").contains(auto)) {
      throw node.error(
          "auto_pad: found '"
              + QuotedText.name(auto)
              + "', expected NOTSET, VALID, SAME_UPPER or SAME_LOWER");
    }
    Window plain = WindowAttributes.explicit(node, kernelHeight, kernelWidth);
    if (auto.equals("VALID")) {
      plain = plain.withPadding(0, 0, 0, 0);
    }
    if (!sized && !auto.startsWith("SAME")) {
      return plain;
    }
    int[] out = {in.height() * plain.strideHeight(), in.width() * plain.strideWidth()};
    if (sized) {
      int[] given = node.integers("output_shape");
      if (given.length < 2) {
        throw node.error("output_shape: found " + Arrays.toString(given) + ", expected H and W");
      }
      out = Arrays.copyOfRange(given, given.length - 2, given.length);
    }
    int[] more = padding(node);
    int vertical = (in.height() - 1) * plain.strideHeight() + plain.spanHeight() + more[0] - out[0];
    int horizontal = (in.width() - 1) * plain.strideWidth() + plain.spanWidth() + more[1] - out[1];
    if (vertical < 0 || horizontal < 0) {
      throw new UnsupportedOperatorException("an output larger than its windows reach");
    }
    boolean upper = auto.equals("SAME_UPPER");
    int top = upper ? vertical / 2 : vertical - vertical / 2;
    int left = upper ? horizontal / 2 : horizontal - horizontal / 2;
    return plain.withPadding(top, left, vertical - top, horizontal - left);
  }

  /** Height and width. */
  static TensorShape output(OnnxNode node, TensorShape in, Window w) {
    int[] more = padding(node);
    long height =
        (in.height() - 1L) * w.strideHeight()
            + w.spanHeight()
            + more[0]
            - w.padTop()
            - w.padBottom();
    long width =
        (in.width() - 1L) * w.strideWidth() + w.spanWidth() + more[1] - w.padLeft() - w.padRight();
    if (height < 1 || width < 1) {
      throw node.error("output would be " + height + "x" + width + ", expected at least 1x1");
    }
    return TensorShape.of(node.narrow("output", height), node.narrow("output", width));
  }

  private static int[] padding(OnnxNode node) {
    int[] more = node.integers("output_padding", 0, 0);
    if (more.length != 2 || more[0] < 0 || more[1] < 0 || more[0] > 65536 || more[1] > 65536) {
      throw node.error(
          "output_padding: found " + Arrays.toString(more) + ", expected 2 values of at least 0");
    }
    return more;
  }
}
