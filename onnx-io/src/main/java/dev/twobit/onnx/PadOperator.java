package dev.twobit.onnx;

import dev.twobit.network.Layer;
import dev.twobit.network.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Constant padding; pads are an attribute up to opset 10, an input since. */
final class PadOperator {
  private static final int LARGEST = 1 << 16;

  private PadOperator() {}

  static void pad(OnnxNode node, ImportContext context) {
    TensorShape in = context.shape(node, 0);
    String mode = node.text("mode", "constant");
    if (!mode.equals("constant")) {
      throw new UnsupportedOperatorException("mode '" + mode + "' is not supported");
    }
    if (node.hasInput(3)) {
      throw new UnsupportedOperatorException("the axes input is not supported");
    }
    int[] pads =
        node.hasInput(1)
            ? context.requireValues(node, 1, "pads").integers()
            : node.integers("pads");
    double value =
        node.hasInput(2)
            ? context.requireValues(node, 2, "the pad value").at(0)
            : node.real("value", 0);
    if (pads.length != 2 * in.rank()) {
      throw node.error(
          "pads: found "
              + pads.length
              + " values for an input "
              + in
              + ", expected "
              + 2 * in.rank());
    }
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    List<Integer> out = new ArrayList<>();
    for (int i = 0; i < in.rank(); i++) {
      int head = pads[i];
      int tail = pads[i + in.rank()];
      if (head < 0 || tail < 0 || head > LARGEST || tail > LARGEST) {
        throw node.error("pads: found " + Arrays.toString(pads) + ", expected 0 to " + LARGEST);
      }
      before.add(head);
      after.add(tail);
      out.add(in.dim(i) + head + tail);
    }
    if (Arrays.stream(pads).allMatch(p -> p == 0)) {
      context.alias(node);
      return;
    }
    context.add(
        node,
        new Layer.Pad(node.name(), context.tensor(node, 0), node.output(), before, after, value),
        new TensorShape(out));
  }
}
