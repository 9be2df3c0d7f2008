package dev.twobit.search.frontier;

import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.BudgetProjection;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What there is to be found within budgets (search/docs/methods.md#maximal-networks), by simulation
 * alone.
 *
 * @param complete whether {@code networks} are all maximal ones, else those that were found
 * @param networks that use the budgets up
 * @param mostMacs the maximal network of most multiply-accumulates, {@code mostParams} of most
 *     parameters: the most of all where {@code complete}, else the most that exchanges find
 * @param units what a step of each unit of the original costs, the cheapest to widen first
 */
public record FrontierSummary(
    boolean complete,
    List<MeasuredNetwork> networks,
    MeasuredNetwork mostMacs,
    MeasuredNetwork mostParams,
    List<UnitPrice> units) {
  private static final int NAMED = 3;

  public FrontierSummary {
    networks = List.copyOf(networks);
    units = List.copyOf(units);
  }

  /**
   * Throws a one-line error if no network is found that meets all budgets together.
   *
   * @param plateau of {@link PlateauSpace}
   * @param budgets at least one
   */
  public static FrontierSummary of(
      SearchSpace plateau, CostModel costs, List<Budget> budgets, long seed) {
    BudgetProjection.requireReachable(plateau, costs, budgets);
    return of(MaximalNetworks.of(plateau, costs, budgets, seed), costs, budgets);
  }

  /** {@link #lines} after a second or two of looking, of less than there is in large spaces. */
  public static List<String> lines(
      SearchSpace plateau, CostModel costs, List<Budget> budgets, long seed) {
    MaximalNetworks some = MaximalNetworks.some(plateau, costs, budgets, seed);
    return some.all().isEmpty()
        ? List.of("no network of other widths that uses the budget up was found at first sight")
        : of(some, costs, budgets).lines();
  }

  private static FrontierSummary of(
      MaximalNetworks maximal, CostModel costs, List<Budget> budgets) {
    if (maximal.all().isEmpty()) {
      throw new InvalidInputException(
          "budgets: found no network within "
              + budgets.stream()
                  .map(b -> b.kind().label() + " " + b.given())
                  .collect(Collectors.joining(" and "))
              + ", expected budgets that one meets");
    }
    FrontierMeasure measure = new FrontierMeasure(maximal.space(), costs);
    return new FrontierSummary(
        maximal.isComplete(),
        maximal.all().stream().map(measure::of).toList(),
        measure.of(most(CostKind.FLOPS, maximal, costs)),
        measure.of(most(CostKind.PARAMS, maximal, costs)),
        prices(maximal.space(), measure));
  }

  private static Map<String, Integer> most(
      CostKind kind, MaximalNetworks maximal, CostModel costs) {
    return maximal.largest(widths -> costs.cost(kind, maximal.space(), widths)).get(0);
  }

  private static List<UnitPrice> prices(SearchSpace plateau, FrontierMeasure measure) {
    List<UnitPrice> prices = new ArrayList<>();
    for (SearchUnit unit : plateau.units().values()) {
      if (unit.candidates().size() > 1) {
        prices.add(measure.price(unit));
      }
    }
    prices.sort(Comparator.comparingDouble(UnitPrice::perDoubling));
    return prices;
  }

  /** Two lines: what there is, and which units are cheap and which dear to widen. */
  public List<String> lines() {
    return List.of(
        String.format(
            Locale.ROOT,
            "%s%,d network%s the budget up; at the most %.2fx the MACs (PARAMs %.2fx) or %.2fx"
                + " the PARAMs (MACs %.2fx) of the original",
            complete ? "" : "at least ",
            networks.size(),
            networks.size() == 1 ? " uses" : "s use",
            mostMacs.macs(),
            mostMacs.params(),
            mostParams.params(),
            mostParams.macs()),
        "cheap to widen: " + named(false) + "; dear: " + named(true));
  }

  private String named(boolean dear) {
    List<UnitPrice> widened = units.stream().filter(u -> u.wider() > u.width()).toList();
    int half = Math.min(NAMED, (widened.size() + 1) / 2);
    List<UnitPrice> shown = new ArrayList<>(widened.subList(0, half));
    if (dear) {
      shown =
          new ArrayList<>(widened.subList(Math.max(half, widened.size() - NAMED), widened.size()));
      java.util.Collections.reverse(shown);
    }
    return shown.isEmpty()
        ? "none"
        : shown.stream().map(FrontierSummary::text).collect(Collectors.joining(", "));
  }

  private static String text(UnitPrice u) {
    return String.format(
        Locale.ROOT, "%s %d to %d (%+.1f %%)", u.unit(), u.width(), u.wider(), 100 * u.cost());
  }
}
