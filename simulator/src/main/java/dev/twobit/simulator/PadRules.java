package dev.twobit.simulator;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.NonNegative;
import dev.twobit.network.Padding;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When a Pad is the same as padding of the window that reads it, for every value it may read. */
final class PadRules {
  private static final int PLANES = 4;

  private PadRules() {}

  /** Rows and columns that Pads put around a plane together. */
  static Padding sum(List<Layer.Pad> pads) {
    int[] sides = new int[PLANES];
    for (Layer.Pad pad : pads) {
      sides[0] += pad.before().get(2);
      sides[1] += pad.before().get(3);
      sides[2] += pad.after().get(2);
      sides[3] += pad.after().get(3);
    }
    return new Padding(sides[0], sides[1], sides[2], sides[3]);
  }

  /**
   * Why the last of some Pads is not padding of a window; empty if it is.
   *
   * @param reader convolution or pooling
   * @param pads in front of it, from the reader on towards the input
   */
  static Optional<String> reason(
      Layer reader, List<Layer.Pad> pads, Network network, Map<String, Layer> producers) {
    Layer.Pad pad = pads.get(pads.size() - 1);
    if (pad.before().size() != PLANES
        || pad.before().get(0) + pad.after().get(0) + pad.before().get(1) + pad.after().get(1)
            > 0) {
      return Optional.of("it pads more than rows and columns");
    }
    Window window = reader.slidingWindow().orElseThrow();
    Window over = new FetchedInputs.Fetched(pad.input(), sum(pads), false).over(window);
    if (Math.max(over.padTop(), over.padBottom()) >= window.spanHeight()
        || Math.max(over.padLeft(), over.padRight()) >= window.spanWidth()) {
      return Optional.of(
          "its padding is as large as the window of " + reader.name() + ", which would lie in it");
    }
    TensorShape in = network.shape(pad.input());
    TensorShape out = network.shape(reader.output());
    if ((out.height() - 1) * window.strideHeight() - over.padTop() >= in.height()
        || (out.width() - 1) * window.strideWidth() - over.padLeft() >= in.width()) {
      return Optional.of("the last window of " + reader.name() + " would lie in its padding");
    }
    return reader
        .asPooling()
        .map(p -> p.isMaximum() ? maximum(pad, network, producers) : average(p, pad, network))
        .orElseGet(() -> pad.value() == 0 ? Optional.empty() : value(pad, reader, "zero"));
  }

  private static Optional<String> value(Layer.Pad pad, Layer reader, String expected) {
    return Optional.of(
        "it pads with " + pad.value() + ", and " + reader.name() + " is padded with " + expected);
  }

  private static Optional<String> maximum(
      Layer.Pad pad, Network network, Map<String, Layer> producers) {
    boolean least = pad.value() <= -Float.MAX_VALUE;
    boolean never = pad.value() == 0 && NonNegative.of(pad.input(), network, producers);
    return least || never
        ? Optional.empty()
        : Optional.of("it pads with " + pad.value() + ", which may be the maximum");
  }

  /** Its zeros count in the divisor, as those of a pooling's own padding may or may not. */
  private static Optional<String> average(Layer.Pooling p, Layer.Pad pad, Network network) {
    if (pad.value() != 0) {
      return value(pad, p, "zero");
    }
    Window own = p.window();
    if (!p.countIncludePad() && !own.padding().equals(Padding.all(0))) {
      return Optional.of("its zeros count in the averages of " + p.name() + ", whose own do not");
    }
    boolean within =
        own.outputHeight(network.shape(p.input()).height()) == network.shape(p.output()).height()
            && own.outputWidth(network.shape(p.input()).width())
                == network.shape(p.output()).width();
    return within
        ? Optional.empty()
        : Optional.of("windows of " + p.name() + " reach beyond the padding");
  }
}
