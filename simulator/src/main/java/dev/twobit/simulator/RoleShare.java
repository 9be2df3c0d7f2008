package dev.twobit.simulator;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.BitRule.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the layers that play one part take of the whole network: few multiplications of wide
 * operands may be most of the clocks. An Add that is done in passing is part of the layer's step.
 *
 * @param role {@code inner}, {@code first}, {@code last}, {@code shortcut}; {@code residual}: steps
 *     without weights that compute; {@code other}: steps that move or choose codes
 * @param steps how many there are
 * @param precision widths that occur, weights x activations, or of operands
 * @param macs of the batch; {@code latencyCycles}, {@code dramBytes} and {@code picojoules}
 *     likewise
 * @param shares the same of the whole
 */
public record RoleShare(
    String role,
    int steps,
    List<String> precision,
    long macs,
    long latencyCycles,
    long dramBytes,
    double picojoules,
    Shares shares) {
  private static final String OTHER = "other";
  private static final List<String> ROLES =
      Stream.concat(Arrays.stream(Part.values()).map(Part::text), Stream.of(OTHER)).toList();

  public RoleShare {
    precision = List.copyOf(precision);
  }

  /** Parts of the whole network's, 0..1 each; 0 of nothing. */
  public record Shares(double macs, double latencyCycles, double dramBytes, double energy) {}

  /**
   * Those that there are: parts with weights, then what has none. Their sums are the network's.
   *
   * @param plan and {@code simulation} of the network, layer after layer
   */
  public static List<RoleShare> of(
      Network network, PrecisionPlan plan, NetworkSimulation simulation) {
    List<LoweredLayer> steps =
        WorkloadLowering.lowerBesideHost(
            network, plan, simulation.batch(), Addressing.of(simulation.hardware().memory()));
    Map<String, Role> roles = ConvolutionRoles.of(network);
    Map<String, List<LayerSimulation>> byRole = new HashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      byRole
          .computeIfAbsent(role(steps.get(i), roles), role -> new ArrayList<>())
          .add(simulation.layers().get(i));
    }
    Sums whole = Sums.of(simulation.layers());
    List<RoleShare> shares = new ArrayList<>();
    for (String role : ROLES) {
      List<LayerSimulation> layers = byRole.getOrDefault(role, List.of());
      if (!layers.isEmpty()) {
        shares.add(share(role, layers, whole));
      }
    }
    return shares;
  }

  private static String role(LoweredLayer step, Map<String, Role> roles) {
    Layer layer = step.members().get(0);
    Role role = roles.get(layer.name());
    if (role != null) {
      return BitPlan.part(role).text();
    }
    return layer.keepsValues() ? OTHER : Part.RESIDUAL.text();
  }

  private static RoleShare share(String role, List<LayerSimulation> layers, Sums whole) {
    Sums own = Sums.of(layers);
    return new RoleShare(
        role,
        layers.size(),
        layers.stream().map(l -> l.workload().precision()).distinct().sorted().toList(),
        own.macs,
        own.cycles,
        own.bytes,
        own.picojoules,
        new Shares(
            part(own.macs, whole.macs),
            part(own.cycles, whole.cycles),
            part(own.bytes, whole.bytes),
            part(own.picojoules, whole.picojoules)));
  }

  private static double part(double own, double whole) {
    return whole == 0 ? 0 : own / whole;
  }

  private record Sums(long macs, long cycles, long bytes, double picojoules) {
    static Sums of(List<LayerSimulation> layers) {
      return new Sums(
          layers.stream().mapToLong(LayerSimulation::batchMacs).sum(),
          layers.stream().mapToLong(LayerSimulation::latencyCycles).sum(),
          layers.stream()
              .map(LayerSimulation::batchActivity)
              .mapToLong(a -> a.dramReadBytes() + a.dramWriteBytes())
              .sum(),
          layers.stream().mapToDouble(l -> l.batchEnergy().totalPicojoules()).sum());
    }
  }
}
