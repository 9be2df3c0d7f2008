package dev.twobit.simulator;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.Bits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Bits of every tensor of a network as deployed (simulator/docs/two-bit-arithmetic.md).
 *
 * @param weightBits width of the weights of each convolution and fully connected layer
 * @param readBits width at which each layer reads its inputs
 * @param copies the widths at which each tensor is written, narrowest first: a block output that a
 *     2-bit convolution and an Add read is written twice
 */
public record PrecisionPlan(
    Map<String, Integer> weightBits,
    Map<String, Integer> readBits,
    Map<String, List<Integer>> copies) {
  /** Width of what the paper leaves unquantized, as deployed. */
  public static final int UNQUANTIZED_BITS = 8;

  public PrecisionPlan {
    weightBits = Map.copyOf(weightBits);
    readBits = Map.copyOf(readBits);
    copies = Map.copyOf(copies);
  }

  /**
   * Quantized layers at {@code bits} x {@code bits}; first, last and shortcut layers, the image and
   * the network's outputs at 8 bits, as chips that are given integers alone have them; the residual
   * path (adds, poolings of it) at {@code residualBits}.
   */
  public static PrecisionPlan uniform(Network network, int bits, int residualBits) {
    return of(network, BitPlan.uniform(bits, residualBits), OutputSums.NONE);
  }

  /**
   * The same as this project deploys it: nothing quantizes what is computed for an output of the
   * network, which is written in 32 bits, as in a file that is exported; logits are the sums that
   * they are.
   */
  public static PrecisionPlan deployed(Network network, int bits, int residualBits) {
    return deployed(network, BitPlan.uniform(bits, residualBits));
  }

  /**
   * The same with the bits that a plan has for each layer. Throws a one-line error for a plan that
   * names layers the network does not have.
   */
  public static PrecisionPlan deployed(Network network, BitPlan plan) {
    return of(network, plan, OutputSums.of(network));
  }

  private static PrecisionPlan of(Network network, BitPlan plan, OutputSums sums) {
    Map<String, Bits> planned = plan.of(network);
    Map<String, List<Layer>> consumers = network.consumers();
    Map<String, Integer> weights = new LinkedHashMap<>();
    Map<String, Integer> reads = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      Bits bits = planned.get(layer.name());
      if (bits != null) {
        weights.put(layer.name(), bits.weights());
        reads.put(layer.name(), bits.activations());
      } else if (sums.layers().contains(layer.name())) {
        reads.put(layer.name(), OutputSums.BITS);
      }
    }
    FetchedInputs fetched = FetchedInputs.of(network);
    // From the end to the start: what only moves, pools or is done on the way is read at the width
    // its readers want.
    Map<String, List<Integer>> copies = new LinkedHashMap<>();
    for (int i = network.layers().size() - 1; i >= 0; i--) {
      Layer layer = network.layers().get(i);
      List<Integer> written =
          sums.outputs().contains(layer.output())
              ? withSum(layer.output(), consumers, reads)
              : wanted(layer.output(), consumers, reads);
      copies.put(layer.output(), written);
      if (!reads.containsKey(layer.name())) {
        reads.put(
            layer.name(),
            layer.keepsValues() || fetched.isInPassing(layer)
                ? written.get(written.size() - 1)
                : plan.residual());
      }
    }
    for (String input : network.inputs()) {
      copies.put(input, wanted(input, consumers, reads));
    }
    return new PrecisionPlan(weights, reads, copies);
  }

  /** The sum itself, and what layers read of it. */
  private static List<Integer> withSum(
      String tensor, Map<String, List<Layer>> consumers, Map<String, Integer> reads) {
    boolean isRead = !consumers.getOrDefault(tensor, List.of()).isEmpty();
    List<Integer> written =
        isRead ? new ArrayList<>(wanted(tensor, consumers, reads)) : new ArrayList<>();
    written.add(OutputSums.BITS);
    return written;
  }

  private static List<Integer> wanted(
      String tensor, Map<String, List<Layer>> consumers, Map<String, Integer> reads) {
    TreeSet<Integer> widths = new TreeSet<>();
    for (Layer reader : consumers.getOrDefault(tensor, List.of())) {
      widths.add(reads.getOrDefault(reader.name(), UNQUANTIZED_BITS));
    }
    return widths.isEmpty() ? List.of(UNQUANTIZED_BITS) : new ArrayList<>(widths);
  }

  /** Bits of every layer with weights; throws a one-line error for any of more than eight. */
  public Map<String, Bits> weighted() {
    Map<String, Bits> bits = new HashMap<>();
    weightBits.forEach(
        (layer, weights) -> {
          int reads = lookup(readBits, layer);
          if (Math.max(weights, reads) > Bits.MOST) {
            throw new InvalidInputException(
                "layer '%s': found %d x %d bits, expected at most %d of each"
                    .formatted(layer, weights, reads, Bits.MOST));
          }
          bits.put(layer, new Bits(weights, reads));
        });
    return bits;
  }

  public int weightBits(Layer layer) {
    return lookup(weightBits, layer.name());
  }

  public int readBits(Layer layer) {
    return lookup(readBits, layer.name());
  }

  /** Widths at which a tensor is written, narrowest first. */
  public List<Integer> copies(String tensor) {
    List<Integer> widths = copies.get(tensor);
    if (widths == null) {
      throw new IllegalArgumentException("the precision plan names no tensor " + tensor);
    }
    return widths;
  }

  private static int lookup(Map<String, Integer> bits, String layer) {
    Integer width = bits.get(layer);
    if (width == null) {
      throw new IllegalArgumentException("the precision plan names no layer " + layer);
    }
    return width;
  }
}
