package dev.twobit.onnx.read;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.network.QuotedText;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.NetworkQuantization.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A node's levels, from its values in float, which the importer may have transposed. */
final class ImportedLevels {
  private ImportedLevels() {}

  /** Throws a one-line error for values that are no levels of 8 bits of these steps. */
  static Weights of(Network network, String node, List<Float> steps) {
    WeightTensor values =
        network
            .parameters()
            .find(node + ".weight")
            .orElseThrow(() -> error(network, node, "found quantized weights of no use"));
    List<Integer> axes = axes(network, node, values.shape(), steps);
    for (int axis : axes.subList(1, axes.size())) {
      if (unlike(values, steps, axis).isEmpty()) {
        return levels(network, node, values, steps, axis);
      }
    }
    return levels(network, node, values, steps, axes.get(0));
  }

  /**
   * Axes that may be that of the steps: the first one of output channels, which the importer turns
   * the weights to have, but of transposed convolutions the second one.
   */
  private static List<Integer> axes(
      Network network, String node, TensorShape shape, List<Float> steps) {
    boolean transposed =
        network.layers().stream()
            .anyMatch(l -> l.name().equals(node) && l.asTransposedConvolution().isPresent());
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis <= (transposed ? 1 : 0); axis++) {
      if (steps.size() == shape.dim(axis)) {
        axes.add(axis);
      }
    }
    if (steps.size() == 1) {
      return List.of(0);
    }
    if (axes.isEmpty()) {
      throw error(
          network,
          node,
          "found "
              + steps.size()
              + " weight steps, expected 1 or "
              + shape.dim(transposed ? 1 : 0)
              + ", one an output channel");
    }
    return axes;
  }

  /** A weight that is no level of its step; empty if there is none. */
  private static OptionalInt unlike(WeightTensor values, List<Float> steps, int axis) {
    int inner = Weights.inner(values.shape(), axis);
    float[] floats = values.values();
    for (int i = 0; i < floats.length; i++) {
      float step = steps.get(i / inner % steps.size());
      double level = Math.rint(floats[i] / step);
      if ((short) level != level || (short) level * step != floats[i]) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  private static Weights levels(
      Network network, String node, WeightTensor values, List<Float> steps, int axis) {
    unlike(values, steps, axis)
        .ifPresent(
            i -> {
              throw error(
                  network,
                  node,
                  "found weight "
                      + values.values()[i]
                      + " of step "
                      + steps.get(i / Weights.inner(values.shape(), axis) % steps.size())
                      + ", expected steps of its output channels");
            });
    int inner = Weights.inner(values.shape(), axis);
    float[] floats = values.values();
    short[] levels = new short[floats.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (short) Math.rint(floats[i] / steps.get(i / inner % steps.size()));
    }
    if (!Weights.fit(levels)) {
      throw error(
          network,
          node,
          "found weight levels wider than 8 bits, expected -128 to 127, or odd ones from -255 to"
              + " 255");
    }
    return new Weights(values.shape(), levels, steps, axis);
  }

  private static InvalidInputException error(Network network, String node, String what) {
    return new InvalidInputException(
        network.name() + ": node '" + QuotedText.name(node) + "': " + what);
  }
}
