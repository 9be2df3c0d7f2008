package dev.twobit.onnx.read;

import dev.twobit.network.CostSummary;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.QuotedText;
import dev.twobit.network.WeightTensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Numbers no layer may have: weights, bounds and epsilons that are NaN or infinite. */
final class ImportedValues {
  private static final long LARGEST_SPAN = 1 << 30;

  /** A thousand times what the largest networks of images need. */
  private static final long MOST_MACS = 1L << 50;

  private ImportedValues() {}

  static void check(String file, List<Layer> layers, Map<String, WeightTensor> parameters) {
    for (Layer layer : layers) {
      requireSpan(file, layer);
      for (StatedNumbers.Stated stated : layer.foldKind(StatedNumbers.CASES)) {
        require(file, layer, stated.what(), stated.usable());
      }
    }
    new TreeMap<>(parameters).forEach((key, tensor) -> requireFinite(file, key, tensor));
  }

  /** The network, if what it costs is within what any count of cycles or bytes can hold. */
  static Network countable(Network network) {
    try {
      CostSummary costs = CostSummary.of(network);
      if (costs.macs() <= MOST_MACS && costs.params() <= MOST_MACS) {
        return network;
      }
    } catch (ArithmeticException e) {
      // more than 2^63, refused as below
    }
    throw new InvalidInputException(
        network.name() + ": found more than 2^50 MACs or weights, expected fewer for one image");
  }

  /** Spans are held as int: a window that overflows one is refused. */
  private static void requireSpan(String file, Layer layer) {
    layer
        .slidingWindow()
        .ifPresent(
            w -> {
              long height = (long) w.kernelHeight() * w.dilationHeight();
              long width = (long) w.kernelWidth() * w.dilationWidth();
              require(file, layer, "the window", height <= LARGEST_SPAN && width <= LARGEST_SPAN);
            });
  }

  private static void require(String file, Layer layer, String what, boolean holds) {
    if (!holds) {
      throw new InvalidInputException(
          file
              + ": node '"
              + QuotedText.name(layer.name())
              + "' ("
              + layer.operator()
              + "): "
              + what
              + " is no number that can be calculated with; expected a finite one");
    }
  }

  private static void requireFinite(String file, String key, WeightTensor tensor) {
    int wrong = tensor.notFinite();
    if (wrong > 0) {
      throw new InvalidInputException(
          file
              + ": '"
              + QuotedText.name(key)
              + "': "
              + wrong
              + " of "
              + tensor.shape().elementCount()
              + " values are NaN or infinite; expected finite ones");
    }
  }
}
