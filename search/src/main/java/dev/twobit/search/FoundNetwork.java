package dev.twobit.search;

import dev.twobit.network.Network;
import dev.twobit.search.cost.Costs;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.simulator.PrecisionPlan;
import java.util.Collections;
import java.util.LinkedHashMap;
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
 * @param figures what else the method tells of itself, by name with its unit, in the order they are
 *     shown: {@code tries}, {@code multiplier}
 * @param verdict of methods that compare with the original
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record FoundNetwork(
    String method,
    Network network,
    PrecisionPlan precision,
    Map<String, Integer> widths,
    Costs costs,
    Optional<SearchResult> search,
    Map<String, Double> figures,
    Optional<Verdict> verdict) {
  public FoundNetwork {
    widths = Map.copyOf(widths);
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  /** One that tells no figures. */
  public FoundNetwork(
      String method,
      Network network,
      PrecisionPlan precision,
      Map<String, Integer> widths,
      Costs costs,
      Optional<SearchResult> search) {
    this(method, network, precision, widths, costs, search, Map.of(), Optional.empty());
  }

  /** What a choice of widths derives, at the bits of the task. */
  public static FoundNetwork of(
      String method,
      SearchTask task,
      SearchSpace space,
      Map<String, Integer> widths,
      Map<String, Double> figures) {
    Network derived = task.costs().derive(space, widths);
    return new FoundNetwork(
        method,
        derived,
        task.costs().precision(derived),
        widths,
        task.costs().genotype(space, widths),
        Optional.empty(),
        figures,
        Optional.empty());
  }

  /** The network as it is. */
  public static FoundNetwork original(String method, SearchTask task) {
    return new FoundNetwork(
        method,
        task.network(),
        task.costs().precision(task.network()),
        Map.of(),
        task.costs().original(),
        Optional.empty());
  }

  /** The same, telling how it was compared with the original. */
  public FoundNetwork with(Verdict compared, Map<String, Double> told) {
    return new FoundNetwork(
        method, network, precision, widths, costs, search, told, Optional.of(compared));
  }
}
