package dev.twobit.search.cost;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.search.space.SearchSpace;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the text of a budget refers to.
 *
 * @param original costs of the quantized original: {@code 1.0x}
 * @param widest costs of the widest network that the search starts with
 * @param base of the band's percentages
 */
public record BudgetReference(
    Costs original, Costs widest, BandBase base, HardwareConfig hardware) {

  /** Percentages are of the target. */
  public static BudgetReference of(Costs original, HardwareConfig hardware) {
    return new BudgetReference(original, original, BandBase.TARGET, hardware);
  }

  /** The reference for a search of {@code space}, whose band is measured against {@code base}. */
  public static BudgetReference of(CostModel costs, BandBase base, SearchSpace space) {
    return base == BandBase.WIDEST
        ? ofWidest(costs, space)
        : of(costs.original(), costs.hardware());
  }

  private static BudgetReference ofWidest(CostModel costs, SearchSpace space) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    space.units().forEach((name, unit) -> widths.put(name, unit.widest()));
    return new BudgetReference(
        costs.original(), costs.genotype(space, widths), BandBase.WIDEST, costs.hardware());
  }
}
