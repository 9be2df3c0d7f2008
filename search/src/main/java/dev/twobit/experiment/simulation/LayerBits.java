package dev.twobit.experiment.simulation;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.simulator.PrecisionPlan;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The widths that a network's layers have, as people read them: weights x activations. */
final class LayerBits {
  private final Network network;
  private final PrecisionPlan plan;
  private final Map<String, Role> roles;

  private LayerBits(Network network, PrecisionPlan plan) {
    this.network = network;
    this.plan = plan;
    this.roles = ConvolutionRoles.of(network);
  }

  /** Of the layers with weights, and of the residual path if there is one: what its Adds read. */
  static String of(Network network, PrecisionPlan plan) {
    LayerBits bits = new LayerBits(network, plan);
    String layers = bits.layers();
    String residual = bits.adds();
    return residual.isEmpty() ? layers : layers + "; residual path " + residual + " bits";
  }

  private String layers() {
    Set<String> inner = widths(true);
    Set<String> outer = widths(false);
    if (inner.isEmpty() || outer.isEmpty() || inner.equals(outer) && inner.size() == 1) {
      inner.addAll(outer);
      return "all layers " + listed(List.copyOf(inner));
    }
    return "quantized layers "
        + listed(List.copyOf(inner))
        + "; "
        + unquantized()
        + listed(List.copyOf(outer));
  }

  /** Those that there are. */
  private String unquantized() {
    List<String> parts =
        roles.values().stream()
            .filter(role -> role != Role.QUANTIZED)
            .distinct()
            .sorted()
            .map(role -> role.name().toLowerCase(Locale.ROOT))
            .toList();
    long layers = roles.values().stream().filter(role -> role != Role.QUANTIZED).count();
    return listed(parts) + (layers == 1 ? " layer " : " layers ");
  }

  /** Of those that training quantizes, or of the others; in network order. */
  private Set<String> widths(boolean quantized) {
    Set<String> widths = new LinkedHashSet<>();
    for (Layer layer : network.layers()) {
      Role role = roles.get(layer.name());
      if (role != null && quantized == (role == Role.QUANTIZED)) {
        widths.add(plan.weightBits(layer) + "x" + plan.readBits(layer));
      }
    }
    return widths;
  }

  private String adds() {
    Set<Integer> widths = new TreeSet<>();
    network.layers().stream()
        .filter(l -> l.asAdd().isPresent())
        .forEach(l -> widths.add(plan.readBits(l)));
    return widths.isEmpty() ? "" : listed(widths.stream().map(String::valueOf).toList());
  }

  private static String listed(List<String> items) {
    return items.size() < 2
        ? String.join("", items)
        : String.join(", ", items.subList(0, items.size() - 1))
            + " and "
            + items.get(items.size() - 1);
  }
}
