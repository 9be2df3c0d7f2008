package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.Network;
import dev.twobit.search.inherit.NewChannels;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.util.List;
import java.util.Map;

/**
 * What is searched.
 *
 * @param grid candidate widths
 * @param coupling what an Add does to its operands' widths
 * @param stem whether the first convolution is searched
 * @param residualBits whether the bits of the residual path are
 * @param newChannels what channels of wider networks begin with where trained weights are inherited
 */
@JsonNaming(KebabCaseStrategy.class)
public record SpaceSettings(
    CandidateGrid grid,
    Coupling coupling,
    Stem stem,
    ResidualBits residualBits,
    NewChannels newChannels) {
  /** As searches had it that chose no bits. */
  public SpaceSettings(CandidateGrid grid, Coupling coupling, Stem stem) {
    this(grid, coupling, stem, ResidualBits.GIVEN, NewChannels.SILENT);
  }

  /** What becomes of the first convolution. */
  public enum Stem {
    SEARCHED,
    KEPT
  }

  /** Who decides on the bits of the residual path. */
  public enum ResidualBits {
    /** Whoever asks. */
    GIVEN,
    /** The method, among 8, 4 and 2. */
    SEARCH
  }

  /** What a network's search starts with. */
  public SearchSpace of(Network network) {
    SearchSpace space = SearchSpace.of(network, grid, coupling);
    if (stem == Stem.KEPT) {
      Map<String, Role> roles = ConvolutionRoles.of(network);
      for (SearchUnit unit : List.copyOf(space.units().values())) {
        if (unit.members().stream().anyMatch(m -> roles.get(m) == Role.FIRST)) {
          space = space.withCandidates(unit.name(), List.of(unit.nominal()));
        }
      }
    }
    return space;
  }
}
