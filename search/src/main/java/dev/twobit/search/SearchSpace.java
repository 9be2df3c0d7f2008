package dev.twobit.search;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.CostSummary;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a search may change: every convolution but the shortcuts, stem included (SPEC 1.1); each
 * chooses for itself, and the narrower operand of an Add goes onto the first channels ("align").
 *
 * @param units by name, in network order
 * @param widths of every tensor
 */
public record SearchSpace(
    Network network,
    CandidateGrid grid,
    Coupling coupling,
    Map<String, SearchUnit> units,
    Map<String, TensorWidth> widths) {

  /** The space of {@link Coupling#ALIGN}. */
  public static SearchSpace of(Network network, CandidateGrid grid) {
    return of(network, grid, Coupling.ALIGN);
  }

  /** Throws a one-line error naming the node through which channels cannot be followed. */
  public static SearchSpace of(Network network, CandidateGrid grid, Coupling coupling) {
    Map<String, Role> roles = ConvolutionRoles.of(network);
    Map<String, SearchUnit> units = new LinkedHashMap<>();
    Map<String, TensorWidth> widths = new HashMap<>();
    Map<String, List<String>> shortcuts = shortcuts(network, roles);
    for (Layer layer : network.layers()) {
      if (layer instanceof Layer.Convolution c && roles.get(c.name()) != Role.SHORTCUT) {
        requireSearchable(network, c);
        units.put(
            c.name(),
            new SearchUnit(
                c.name(),
                c.outputChannels(),
                grid.initial(c.outputChannels()),
                members(c.name(), shortcuts)));
      }
    }
    if (units.isEmpty()) {
      throw new InvalidInputException(
          network.name() + ": has no convolution to search; expected at least one");
    }
    for (String input : network.inputs()) {
      widths.put(input, TensorWidth.fixed(network.shape(input).channels()));
    }
    for (Layer layer : network.layers()) {
      widths.put(layer.output(), width(network, layer, roles, shortcuts, widths));
    }
    return new SearchSpace(network, grid, coupling, units, widths);
  }

  /** The space after unit {@code name} has got one more candidate. */
  public SearchSpace expanded(String name) {
    SearchUnit unit = unit(name);
    return withCandidates(name, grid.expanded(unit.nominal(), unit.candidates()));
  }

  SearchSpace withCandidates(String name, List<Integer> candidates) {
    Map<String, SearchUnit> grown = new LinkedHashMap<>(units);
    grown.put(name, unit(name).withCandidates(candidates));
    return new SearchSpace(network, grid, coupling, grown, widths);
  }

  public SearchUnit unit(String name) {
    SearchUnit unit = units.get(name);
    if (unit == null) {
      throw new IllegalArgumentException(name + " is not searched");
    }
    return unit;
  }

  TensorWidth width(String tensor) {
    TensorWidth width = widths.get(tensor);
    if (width == null) {
      throw new IllegalArgumentException("no tensor " + tensor);
    }
    return width;
  }

  /** Most channels a tensor can have. */
  int widest(String tensor) {
    Map<String, Integer> widest = new HashMap<>();
    units.forEach((name, unit) -> widest.put(name, unit.widest()));
    return width(tensor).at(widest);
  }

  /** Width of every convolution for a width of every unit; shortcuts follow their block. */
  Map<String, Integer> convolutionWidths(Map<String, Integer> unitWidths) {
    Map<String, Integer> all = new LinkedHashMap<>();
    units.forEach(
        (name, unit) -> {
          int width = unitWidths.getOrDefault(name, unit.nominal());
          unit.members().forEach(m -> all.put(m, width));
        });
    return all;
  }

  private static List<String> members(String name, Map<String, List<String>> shortcuts) {
    List<String> members = new ArrayList<>(List.of(name));
    members.addAll(shortcuts.getOrDefault(name, List.of()));
    return members;
  }

  private static void requireSearchable(Network network, Layer.Convolution c) {
    if (c.groups() > 1) {
      CostSummary cost = CostSummary.of(network);
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s: node '%s': a convolution in %d groups cannot be searched with widths of its own;"
                  + " it and %.1f %% of the MACs would be left out",
              network.name(),
              c.name(),
              c.groups(),
              100.0 * CostSummary.macsOf(c, network) / cost.macs()));
    }
  }

  private static TensorWidth width(
      Network network,
      Layer layer,
      Map<String, Role> roles,
      Map<String, List<String>> shortcuts,
      Map<String, TensorWidth> widths) {
    List<TensorWidth> inputs = new ArrayList<>();
    for (String name : layer.inputs()) {
      TensorWidth in = widths.get(name);
      if (in == null) {
        throw new IllegalStateException("tensor " + name + " has no width");
      }
      inputs.add(in);
    }
    if (layer instanceof Layer.Convolution c) {
      if (roles.get(c.name()) != Role.SHORTCUT) {
        return TensorWidth.of(c.name());
      }
      return shortcuts.entrySet().stream()
          .filter(e -> e.getValue().contains(c.name()))
          .findFirst()
          .map(e -> TensorWidth.of(e.getKey()))
          .orElseGet(() -> TensorWidth.fixed(c.outputChannels()));
    }
    if (layer instanceof Layer.FullyConnected f) {
      return TensorWidth.fixed(f.outputFeatures());
    }
    if (layer instanceof Layer.Add) {
      return TensorWidth.largest(inputs);
    }
    boolean follows =
        layer instanceof Layer.BatchNormalization
            || layer instanceof Layer.Activation
            || layer instanceof Layer.Pooling
            || layer instanceof Layer.Reshape
            || layer instanceof Layer.Softmax
            || layer instanceof Layer.Pad p && p.before().get(1) == 0 && p.after().get(1) == 0;
    if (!follows && !inputs.get(0).units().isEmpty()) {
      throw new InvalidInputException(
          network.name()
              + ": node '"
              + layer.name()
              + "': operator "
              + layer.operator()
              + " between searched convolutions is not supported by the search");
    }
    return inputs.get(0);
  }

  /** Shortcut convolutions by the last convolution of their block's main branch. */
  private static Map<String, List<String>> shortcuts(Network network, Map<String, Role> roles) {
    Map<String, Layer> producers = network.producers();
    Map<String, List<String>> shortcuts = new HashMap<>();
    for (Layer layer : network.layers()) {
      if (layer instanceof Layer.Add add) {
        List<Layer.Convolution> above = new ArrayList<>();
        add.inputs().forEach(t -> nearestConvolution(t, producers, above));
        List<String> on =
            above.stream().map(Layer::name).filter(n -> roles.get(n) == Role.SHORTCUT).toList();
        above.stream()
            .map(Layer::name)
            .filter(n -> roles.get(n) != Role.SHORTCUT)
            .findFirst()
            .filter(n -> !on.isEmpty())
            .ifPresent(n -> shortcuts.put(n, on));
      }
    }
    return shortcuts;
  }

  private static void nearestConvolution(
      String tensor, Map<String, Layer> producers, List<Layer.Convolution> found) {
    Layer layer = producers.get(tensor);
    if (layer instanceof Layer.Convolution c) {
      found.add(c);
    } else if (layer != null && layer.inputs().size() == 1) {
      nearestConvolution(layer.input(), producers, found);
    }
  }
}
