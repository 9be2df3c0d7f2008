package dev.twobit.search.inherit;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.UnequalOperands;
import dev.twobit.network.WidthAdapter;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The widths of units that given widths of convolutions come from.
 *
 * @param space of the units, {@link Coupling#TIED} where the widths are such a space's, else {@link
 *     Coupling#ALIGN} or {@link Coupling#PADDED}; its candidates mean nothing
 * @param widths of every unit
 */
public record UnitWidths(SearchSpace space, Map<String, Integer> widths) {
  public UnitWidths {
    widths = Map.copyOf(widths);
  }

  /**
   * @param convolutions widths as {@link SearchSpace#convolutionWidths} gives them
   * @param unequal what is done where an Add's operands differ
   * @throws InvalidInputException in one line for widths that no search finds
   */
  public static UnitWidths of(
      Network network, Map<String, Integer> convolutions, UnequalOperands unequal) {
    List<Layer> wanted = WidthAdapter.adapt(network, convolutions, unequal).layers();
    Coupling apart = unequal == UnequalOperands.PADDED ? Coupling.PADDED : Coupling.ALIGN;
    for (Coupling coupling : List.of(Coupling.TIED, apart)) {
      SearchSpace space = SearchSpace.of(network, CandidateGrid.TAS, coupling);
      Map<String, Integer> widths = new LinkedHashMap<>();
      space
          .units()
          .forEach((name, u) -> widths.put(name, convolutions.getOrDefault(name, u.nominal())));
      if (fits(space, widths, convolutions) && space.derived(widths).layers().equals(wanted)) {
        return new UnitWidths(space, widths);
      }
    }
    throw new InvalidInputException(
        network.name()
            + ": weights cannot be inherited: found widths "
            + convolutions
            + ", expected equal ones for convolutions that a search keeps equal, and those of the"
            + " file where it searches none");
  }

  /** Widths that do not are not tried: they need not even make a network. */
  private static boolean fits(
      SearchSpace space, Map<String, Integer> widths, Map<String, Integer> convolutions) {
    boolean multiples =
        space.units().values().stream()
            .allMatch(u -> widths.getOrDefault(u.name(), u.nominal()) % u.multiple() == 0);
    Map<String, Integer> all = space.convolutionWidths(widths);
    return multiples
        && convolutions.entrySet().stream()
            .allMatch(e -> e.getValue().equals(all.getOrDefault(e.getKey(), e.getValue())));
  }
}
