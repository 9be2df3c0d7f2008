package dev.twobit.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells an Add's block from the identity it bridges, and widens or narrows the identity. */
final class AddOperands {
  private static final double EPSILON = 1e-5;

  private AddOperands() {}

  /** The operand that is not the block's input: no other operand is computed from it. */
  static String main(Network network, List<String> operands) {
    Map<String, Layer> producers = network.producers();
    for (String candidate : operands) {
      boolean isIdentity =
          operands.stream()
              .anyMatch(o -> !o.equals(candidate) && above(o, producers).contains(candidate));
      if (!isIdentity) {
        return candidate;
      }
    }
    return operands.get(0);
  }

  /** A 1x1 convolution and its batch normalization, which writes {@code name + ".out"}. */
  static List<Layer> shortcut(String name, String operand, int from, int to) {
    return List.of(
        new Layer.Convolution(
            name, operand, name + ".conv", from, to, Window.square(1, 1, 0), 1, false),
        new Layer.BatchNormalization(name + ".bn", name + ".conv", name + ".out", to, EPSILON));
  }

  private static Set<String> above(String tensor, Map<String, Layer> producers) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(tensor));
    while (!open.isEmpty()) {
      String next = open.remove();
      Layer layer = producers.get(next);
      if (seen.add(next) && layer != null) {
        open.addAll(layer.inputs());
      }
    }
    return seen;
  }
}
