package dev.twobit.network;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Says what of a network cannot be run. */
public final class SupportCheck {
  private SupportCheck() {}

  /** Layers that no engine here runs, in order. */
  public static List<Layer.Unsupported> unsupported(Network network) {
    return network.layers().stream().flatMap(l -> l.asUnsupported().stream()).toList();
  }

  /**
   * Throws a one-line error naming the first unsupported node, its operator and the MACs' share.
   */
  public static void requireSupported(Network network) {
    List<Layer.Unsupported> found = unsupported(network);
    if (!found.isEmpty()) {
      throw new InvalidInputException(network.name() + ": " + describe(network));
    }
  }

  /** Throws a one-line error if no layer has weights: there is nothing to map onto an array. */
  public static void requireWeighted(Network network) {
    if (network.layers().stream().noneMatch(ConvolutionRoles::isWeighted)) {
      throw new InvalidInputException(
          network.name()
              + ": found no convolution or fully connected layer among "
              + network.layers().size()
              + ", expected one: nothing to map onto an array");
    }
  }

  /** "operator X at node 'y' is not supported; …", for errors and for display. */
  public static String describe(Network network) {
    List<Layer.Unsupported> found = unsupported(network);
    Layer.Unsupported first = found.get(0);
    var kinds = new TreeSet<String>();
    found.forEach(u -> kinds.add(u.operator()));
    return String.format(
        Locale.ROOT,
        "node '%s': operator %s%s is not supported%s; %d of %d layers (%s) with %.1f %% of the MACs"
            + " cannot be run",
        QuotedText.name(first.name()),
        first.domain().isEmpty() ? "" : QuotedText.name(first.domain()) + ".",
        QuotedText.name(first.operator()),
        first.reason().isEmpty() ? "" : " (" + first.reason() + ")",
        found.size(),
        network.layers().size(),
        QuotedText.name(String.join(", ", kinds)),
        100 * share(network, found));
  }

  /** Share of all MACs in unsupported layers, 0..1. */
  static double share(Network network, List<Layer.Unsupported> found) {
    long total = CostSummary.of(network).macs();
    long lost = found.stream().mapToLong(u -> CostSummary.macsOf(u, network)).sum();
    return total == 0 ? 0 : (double) lost / total;
  }
}
