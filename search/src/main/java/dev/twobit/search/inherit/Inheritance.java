package dev.twobit.search.inherit;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.WeightTensor;
import dev.twobit.network.WidthAdapter;
import dev.twobit.search.space.DerivedWidths;
import dev.twobit.search.space.SearchSpace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Derived networks with the weights of a trained one (search/docs/methods.md#inherited-weights).
 * Narrower units keep their first channels in a given order; wider ones get {@link NewChannels new
 * ones}. The widths of the trained network give its function, in the identity's order its weights
 * to the bit.
 */
public final class Inheritance {
  private final SearchSpace space;
  private final Network trained;
  private final ChannelOrder order;
  private final Map<String, SilentRange> ranges;
  private final Map<String, Double> weightSpacings;
  private final NewChannels newChannels;
  private final DerivedWidths derived;

  private Inheritance(
      SearchSpace space,
      Network trained,
      ChannelOrder order,
      Map<String, SilentRange> ranges,
      Map<String, Double> weightSpacings,
      NewChannels newChannels) {
    this.weightSpacings = Map.copyOf(weightSpacings);
    this.newChannels = newChannels;
    this.space = space;
    this.trained = trained;
    this.order = order;
    this.ranges = Map.copyOf(ranges);
    this.derived = new DerivedWidths(space);
  }

  /**
   * For networks that compute in float: new channels are read with zeros.
   *
   * @param trained the network of the space with weights
   */
  public static Inheritance of(SearchSpace space, Network trained, ChannelOrder order) {
    return of(space, trained, order, Map.of());
  }

  /**
   * For quantized networks: what reads a new channel quantized reads code 0.
   *
   * @param ranges by layer, of those that read quantized ({@link SilentRange#of}): the networks
   *     that are made are to have the same quantizers with the same ranges
   */
  public static Inheritance of(
      SearchSpace space, Network trained, ChannelOrder order, Map<String, SilentRange> ranges) {
    return of(space, trained, order, ranges, NewChannels.SILENT);
  }

  /**
   * As {@link #of(SearchSpace, Network, ChannelOrder, Map)}.
   *
   * @param newChannels what channels begin with that the trained network does not have
   */
  public static Inheritance of(
      SearchSpace space,
      Network trained,
      ChannelOrder order,
      Map<String, SilentRange> ranges,
      NewChannels newChannels) {
    return new Inheritance(space, trained, order, ranges, Map.of(), newChannels);
  }

  /**
   * The same for layers whose weights are quantized.
   *
   * @param spacings by layer, between latent weights at which the level changes
   */
  Inheritance withWeightSpacings(Map<String, Double> spacings) {
    return new Inheritance(space, trained, order, ranges, spacings, newChannels);
  }

  /** The same with new channels that disturb nothing before they are trained. */
  Inheritance undisturbed() {
    return newChannels == NewChannels.SPLIT
        ? this
        : new Inheritance(space, trained, order, ranges, weightSpacings, NewChannels.SILENT);
  }

  /** The order in which channels are kept. */
  public ChannelOrder order() {
    return order;
  }

  /**
   * A network with weights; its structure is that of {@link SearchSpace#derived}.
   *
   * @param widths by unit; a unit that is not named has its own
   * @param seed of what new channels begin with
   * @throws dev.twobit.network.InvalidInputException in one line for widths that do not fit
   */
  public Network at(Map<String, Integer> widths, long seed) {
    Network original = space.network().withParameters(trained.parameters());
    Network structure =
        WidthAdapter.adapt(
            original, space.convolutionWidths(widths), space.coupling().unequalOperands());
    ChannelLineage lineage = new ChannelLineage(space, derived, order, widths, newChannels);
    Map<String, InsertedShortcut> shortcuts = InsertedShortcut.of(original, structure);
    Set<String> inserted = new HashSet<>();
    shortcuts.values().forEach(s -> inserted.addAll(s.layers()));
    SilentGrowth growth = new SilentGrowth(structure, ranges, inserted, newChannels);
    InheritedParameters parameters =
        new InheritedParameters(
            original, trained.parameters(), structure, lineage, growth, weightSpacings, seed);
    Map<String, WeightTensor> values = new HashMap<>();
    for (Layer layer : structure.layers()) {
      if (!inserted.contains(layer.name())) {
        values.putAll(layer.foldKind(parameters));
      }
    }
    shortcuts.values().forEach(s -> values.putAll(s.parameters(lineage)));
    return structure.withParameters(Parameters.of(values));
  }

  /**
   * Where the weights that {@link #at} gives lie in those of the trained network.
   *
   * @param widths by unit, none above its own; a unit that is not named has its own
   */
  public ParameterSlices slices(Map<String, Integer> widths) {
    space
        .units()
        .forEach(
            (name, unit) -> {
              if (widths.getOrDefault(name, unit.nominal()) > unit.nominal()) {
                throw new IllegalArgumentException(name + " is wider than its network: " + widths);
              }
            });
    return new ParameterSlices(
        space.network(),
        WidthAdapter.adapt(space.network(), space.convolutionWidths(widths)),
        new ChannelLineage(space, derived, order, widths, newChannels));
  }

  /**
   * Convolutions that a network of these widths has where an Add's operands differ: identities,
   * whose batch normalization is to be measured on images before it is trained.
   */
  public Set<String> insertedShortcuts(Network network) {
    return Set.copyOf(InsertedShortcut.of(space.network(), network).keySet());
  }
}
