package dev.twobit.search.cost;

/** How budgets pull at preferences for widths (search/docs/methods.md#cost-loss). */
public enum CostLoss {
  /** Into the band, from either side, by lambda. */
  BAND,
  /** Down from above alone, as strongly as the cross-entropy pulls. */
  ONE_SIDED
}
