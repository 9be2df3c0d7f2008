package dev.twobit.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells an Add's block from the identity it bridges. */
final class AddOperands {
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
