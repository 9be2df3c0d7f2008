package dev.twobit.search.supernet;

import dev.twobit.network.Network;
import dev.twobit.network.UnequalOperands;
import dev.twobit.network.WidthAdapter;
import dev.twobit.search.space.SearchSpace;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The network of a sample's widths, for the extents and constants of what only moves elements; sums
 * are as wide as the super-net has them, not as in the derived network. Derived when first asked
 * for and kept until another sample is: a pass asks once a layer, and an evaluation has one sample
 * for all its batches.
 */
final class WidthExtents {
  private final SearchSpace space;
  private @Nullable Derived last;

  private record Derived(Map<String, Integer> sample, Network network) {}

  WidthExtents(SearchSpace space) {
    this.space = space;
  }

  Network of(Map<String, Integer> sample) {
    Derived known = last;
    if (known == null || !known.sample.equals(sample)) {
      known =
          new Derived(
              Map.copyOf(sample),
              WidthAdapter.adapt(
                  space.network(), space.convolutionWidths(sample), UnequalOperands.PADDED));
      last = known;
    }
    return known.network;
  }
}
