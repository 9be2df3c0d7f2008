package dev.twobit.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What part a convolution or fully connected layer plays when a network is quantized: the paper
 * leaves the first and last layers and the shortcuts unquantized (SPEC 2.2).
 */
public final class ConvolutionRoles {
  private ConvolutionRoles() {}

  /** Part of a weighted layer. */
  public enum Role {
    /** Reads the image. */
    FIRST,
    /** Nothing with weights comes after it. */
    LAST,
    /** The only convolution on a branch into an Add whose other branch has more. */
    SHORTCUT,
    /** Everything else. */
    QUANTIZED
  }

  /** Role of every convolution and fully connected layer, in network order. */
  public static Map<String, Role> of(Network network) {
    Map<String, Layer> producers = network.producers();
    Set<String> beforeWeights = new HashSet<>();
    Map<String, Role> roles = new LinkedHashMap<>();
    Set<String> shortcuts = shortcuts(network, producers);
    for (Layer layer : network.layers()) {
      if (!isWeighted(layer)) {
        continue;
      }
      List<String> above = weightedAbove(layer.input(), producers);
      beforeWeights.addAll(above);
      roles.put(
          layer.name(),
          above.isEmpty()
              ? Role.FIRST
              : shortcuts.contains(layer.name()) ? Role.SHORTCUT : Role.QUANTIZED);
    }
    roles.replaceAll(
        (name, role) -> role == Role.QUANTIZED && !beforeWeights.contains(name) ? Role.LAST : role);
    return roles;
  }

  /** Throws a one-line error if the network has no layer to quantize. */
  public static void requireQuantized(Network network) {
    Map<String, Role> roles = of(network);
    if (!roles.containsValue(Role.QUANTIZED)) {
      throw new InvalidInputException(
          network.name()
              + ": nothing to quantize: found "
              + roles.size()
              + " convolution and fully connected layers, all of them first, last or shortcut");
    }
  }

  public static boolean isWeighted(Layer layer) {
    return layer instanceof Layer.Convolution
        || layer instanceof Layer.FullyConnected
        || layer instanceof Layer.TransposedConvolution;
  }

  /** Nearest weighted layers above a tensor. */
  private static List<String> weightedAbove(String tensor, Map<String, Layer> producers) {
    Set<String> found = new HashSet<>();
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(tensor));
    while (!open.isEmpty()) {
      Layer layer = producers.get(open.remove());
      if (layer == null || !seen.add(layer.name())) {
        continue;
      }
      if (isWeighted(layer)) {
        found.add(layer.name());
      } else {
        open.addAll(layer.inputs());
      }
    }
    return List.copyOf(found);
  }

  private static Set<String> shortcuts(Network network, Map<String, Layer> producers) {
    Set<String> shortcuts = new HashSet<>();
    for (Layer layer : network.layers()) {
      if (layer instanceof Layer.Add add && add.inputs().size() == 2) {
        Set<String> common = tensorsAbove(add.inputs().get(0), producers);
        common.retainAll(tensorsAbove(add.inputs().get(1), producers));
        Branch left = Branch.above(add.inputs().get(0), common, producers);
        Branch right = Branch.above(add.inputs().get(1), common, producers);
        if (left.isShorterThan(right)) {
          shortcuts.addAll(left.weighted);
        } else if (right.isShorterThan(left)) {
          shortcuts.addAll(right.weighted);
        }
      }
    }
    return shortcuts;
  }

  private static Set<String> tensorsAbove(String tensor, Map<String, Layer> producers) {
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

  /** Weighted layers of one operand of an Add down from where the operands part. */
  private record Branch(Set<String> weighted, boolean pointwise) {
    static Branch above(String tensor, Set<String> common, Map<String, Layer> producers) {
      Set<String> weighted = new HashSet<>();
      boolean pointwise = true;
      Deque<String> open = new ArrayDeque<>(List.of(tensor));
      Set<String> seen = new HashSet<>();
      while (!open.isEmpty()) {
        String next = open.remove();
        Layer layer = producers.get(next);
        if (common.contains(next) || layer == null || !seen.add(next)) {
          continue;
        }
        if (isWeighted(layer)) {
          weighted.add(layer.name());
          pointwise &= layer instanceof Layer.Convolution c && c.window().isPointwise();
        }
        open.addAll(layer.inputs());
      }
      return new Branch(weighted, pointwise);
    }

    boolean isShorterThan(Branch other) {
      return weighted.size() == 1 && pointwise && other.weighted.size() > 1;
    }
  }
}
