package dev.twobit.network;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What part a convolution or fully connected layer plays when a network is quantized: the paper
 * leaves the first and last layers and the shortcuts unquantized (section 5.1).
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
    Set<String> belowWeights = new HashSet<>();
    for (Layer layer : network.layers()) {
      if (isWeighted(layer) || layer.inputs().stream().anyMatch(belowWeights::contains)) {
        belowWeights.add(layer.output());
      }
    }
    Set<String> aboveWeights = new HashSet<>();
    for (int i = network.layers().size() - 1; i >= 0; i--) {
      Layer layer = network.layers().get(i);
      if (isWeighted(layer) || aboveWeights.contains(layer.output())) {
        aboveWeights.addAll(layer.inputs());
      }
    }
    Set<String> shortcuts = AddBranches.shortcuts(network.layers());
    Map<String, Role> roles = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      if (isWeighted(layer)) {
        Role inside = shortcuts.contains(layer.name()) ? Role.SHORTCUT : Role.QUANTIZED;
        boolean last = inside == Role.QUANTIZED && !aboveWeights.contains(layer.output());
        boolean first = layer.inputs().stream().noneMatch(belowWeights::contains);
        roles.put(layer.name(), first ? Role.FIRST : last ? Role.LAST : inside);
      }
    }
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
    return layer.asWeighted().isPresent();
  }
}
