package dev.twobit.search;

import dev.twobit.network.Network;
import dev.twobit.simulator.PrecisionPlan;
import java.util.Map;
import java.util.Optional;

/**
 * What a method ends with.
 *
 * @param method its name
 * @param network the structure, without weights
 * @param precision bits of every layer: uniform for the methods that change widths
 * @param widths by convolution or unit name, as the method has them; empty for the original
 * @param costs of the whole network, counted and simulated
 * @param search how the architecture came to be, for methods that search by gradient
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record FoundNetwork(
    String method,
    Network network,
    PrecisionPlan precision,
    Map<String, Integer> widths,
    Costs costs,
    Optional<SearchResult> search) {
  public FoundNetwork {
    widths = Map.copyOf(widths);
  }
}
