package dev.twobit.search.space;

import dev.twobit.network.ChannelDependencies;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.FixedWidth;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.WidthAdapter;
import dev.twobit.network.WidthGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a search may change: the widths of all convolutions, stem included
 * (search/docs/methods.md#search-space), but those that write the network's output. Convolutions
 * that have to be equally wide are one unit.
 *
 * @param units by name, in network order
 * @param widths of every tensor; of one whose channels a reshape has spread over two axes, both
 * @param fixedBecause convolutions that are not searched, and why
 * @param wider of units that do not expand by the grid: what they expand to, ascending
 */
public record SearchSpace(
    Network network,
    CandidateGrid grid,
    Coupling coupling,
    Map<String, SearchUnit> units,
    Map<String, TensorWidth> widths,
    List<FixedWidth> fixedBecause,
    Map<String, List<Integer>> wider) {

  /** The space of {@link Coupling#ALIGN}. */
  public static SearchSpace of(Network network, CandidateGrid grid) {
    return of(network, grid, Coupling.ALIGN);
  }

  /** Throws a one-line error if nothing of the network can be searched. */
  public static SearchSpace of(Network network, CandidateGrid grid, Coupling coupling) {
    ChannelDependencies found = coupling.dependencies(network);
    if (found.groups().isEmpty()) {
      throw nothingToSearch(network, found.fixed());
    }
    Map<String, Role> roles = ConvolutionRoles.of(network);
    List<SearchUnit> all = found.groups().stream().map(g -> unit(network, g, grid, roles)).toList();
    List<String> names = all.stream().map(SearchUnit::name).toList();
    Map<String, TensorWidth> widths = new HashMap<>();
    network
        .shapes()
        .keySet()
        .forEach(t -> widths.put(t, found.width(t, TensorWidth.algebra(names))));
    List<String> order = network.layers().stream().map(Layer::name).toList();
    Map<String, SearchUnit> units = new LinkedHashMap<>();
    all.stream()
        .sorted(Comparator.comparingInt(u -> order.indexOf(u.name())))
        .forEach(u -> units.put(u.name(), u));
    return new SearchSpace(network, grid, coupling, units, widths, found.fixed(), Map.of());
  }

  private static InvalidInputException nothingToSearch(Network network, List<FixedWidth> fixed) {
    return new InvalidInputException(
        network.name()
            + ": found no convolution whose width can change, expected at least one"
            + (fixed.isEmpty() ? "" : "; " + fixed.get(0)));
  }

  /** Named after the convolution that others follow: no shortcut, not depthwise. */
  private static SearchUnit unit(
      Network network, WidthGroup group, CandidateGrid grid, Map<String, Role> roles) {
    Set<String> dense =
        network.convolutions().stream()
            .filter(c -> !c.isDepthwise())
            .map(Layer::name)
            .collect(Collectors.toSet());
    String name =
        group.layers().stream()
            .filter(n -> roles.get(n) != Role.SHORTCUT)
            .filter(dense::contains)
            .findFirst()
            .orElse(group.layers().get(0));
    List<String> members = new ArrayList<>(List.of(name));
    group.layers().stream().filter(n -> !n.equals(name)).forEach(members::add);
    int multiple = group.multiple();
    return new SearchUnit(
        name, group.nominal(), grid.initial(group.nominal(), multiple), members, multiple);
  }

  /** The space after unit {@code name} has got one more candidate. */
  public SearchSpace expanded(String name) {
    SearchUnit unit = unit(name);
    List<Integer> steps = wider.get(name);
    if (steps != null) {
      List<Integer> grown = new ArrayList<>(unit.candidates());
      steps.stream()
          .filter(w -> w > unit.widest() && grown.size() < CandidateGrid.MOST_CANDIDATES)
          .findFirst()
          .ifPresent(grown::add);
      return withCandidates(name, grown);
    }
    return withCandidates(name, grid.expanded(unit.nominal(), unit.candidates(), unit.multiple()));
  }

  public SearchSpace withCandidates(String name, List<Integer> candidates) {
    Map<String, SearchUnit> grown = new LinkedHashMap<>(units);
    grown.put(name, unit(name).withCandidates(candidates));
    return new SearchSpace(network, grid, coupling, grown, widths, fixedBecause, wider);
  }

  /**
   * The space with other candidates of a unit, which expands to what is given in place of the
   * grid's widths.
   *
   * @param steps ascending; those not wider than the widest candidate are passed over
   */
  public SearchSpace withCandidates(String name, List<Integer> candidates, List<Integer> steps) {
    Map<String, List<Integer>> planned = new LinkedHashMap<>(wider);
    planned.put(name, List.copyOf(steps));
    return new SearchSpace(network, grid, coupling, units, widths, fixedBecause, planned)
        .withCandidates(name, candidates);
  }

  public SearchUnit unit(String name) {
    SearchUnit unit = units.get(name);
    if (unit == null) {
      throw new IllegalArgumentException(name + " is not searched");
    }
    return unit;
  }

  public TensorWidth width(String tensor) {
    TensorWidth width = widths.get(tensor);
    if (width == null) {
      throw new IllegalArgumentException("no tensor " + tensor);
    }
    return width;
  }

  /** Whether operands of an Add may come to be of different widths. */
  public boolean hasUnequalOperands() {
    return widths.values().stream().anyMatch(TensorWidth.Largest.class::isInstance);
  }

  /** Most channels a tensor can have. */
  public int widest(String tensor) {
    Map<String, Integer> widest = new HashMap<>();
    units.forEach((name, unit) -> widest.put(name, unit.widest()));
    return width(tensor).at(widest);
  }

  /**
   * The network that has these widths, without weights.
   *
   * @param unitWidths as {@link #convolutionWidths} has them
   * @throws InvalidInputException in one line for widths that do not fit
   */
  public Network derived(Map<String, Integer> unitWidths) {
    return WidthAdapter.adapt(network, convolutionWidths(unitWidths), coupling.unequalOperands());
  }

  /**
   * Width of every convolution, and of every fully connected layer that follows one, for a width of
   * every unit; a unit that is not named has its nominal width.
   */
  public Map<String, Integer> convolutionWidths(Map<String, Integer> unitWidths) {
    Map<String, Integer> given = new HashMap<>();
    units.forEach((name, u) -> given.put(name, unitWidths.getOrDefault(name, u.nominal())));
    Map<String, Integer> all = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      TensorWidth width = width(layer.output());
      boolean follows = layer.asFullyConnected().isPresent() && width instanceof TensorWidth.OfUnit;
      if (layer.asConvolution().isPresent() || follows) {
        all.put(layer.name(), width.at(given));
      }
    }
    return all;
  }
}
