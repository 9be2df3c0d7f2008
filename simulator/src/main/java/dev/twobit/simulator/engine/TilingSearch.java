package dev.twobit.simulator.engine;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.array.FeasibleTilings;
import dev.twobit.simulator.array.RowBands.RowCut;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The fastest of all tilings that the buffer allows, most promising heights of bands first; what
 * cannot be faster than the best so far is not run.
 */
final class TilingSearch {
  /** A tiling and what it takes. */
  record Tiled(Tiling tiling, CycleBreakdown breakdown) {
    long cycles() {
      return breakdown.total();
    }
  }

  /** Something to run and the clocks it takes at the least. */
  private record Bounded<T>(T what, long leastCycles) {}

  private final LayerWorkload.Convolution layer;
  private final HardwareConfig hardware;

  private TilingSearch(LayerWorkload.Convolution layer, HardwareConfig hardware) {
    this.layer = layer;
    this.hardware = hardware;
  }

  static Tiled fastest(LayerWorkload.Convolution layer, HardwareConfig hardware) {
    return new TilingSearch(layer, hardware).fastest();
  }

  private Tiled fastest() {
    List<Bounded<RowCut>> cuts = new ArrayList<>();
    for (RowCut cut : FeasibleTilings.cuts(layer, hardware)) {
      cuts.add(
          new Bounded<>(
              cut, EventEngine.leastCycles(layer, FeasibleTilings.lightest(layer, cut), hardware)));
    }
    // The one with most rows among equals: the sort is stable.
    cuts.sort(Comparator.comparingLong(Bounded::leastCycles));
    List<Bounded<Tiling>> promising = bounded(cuts.get(0).what(), Long.MAX_VALUE);
    Tiled best = below(promising.get(0).what(), Long.MAX_VALUE).orElseThrow();
    best = fastest(promising.subList(1, promising.size()), best);
    for (Bounded<RowCut> cut : cuts.subList(1, cuts.size())) {
      if (cut.leastCycles() >= best.cycles()) {
        return best;
      }
      best = fastest(bounded(cut.what(), best.cycles()), best);
    }
    return best;
  }

  private Tiled fastest(List<Bounded<Tiling>> tilings, Tiled sofar) {
    Tiled best = sofar;
    for (Bounded<Tiling> tiling : tilings) {
      if (tiling.leastCycles() >= best.cycles()) {
        return best;
      }
      best = below(tiling.what(), best.cycles()).orElse(best);
    }
    return best;
  }

  /** Empty if it takes {@code limit} or more. */
  private Optional<Tiled> below(Tiling tiling, long limit) {
    return EventEngine.cyclesBelow(layer, tiling, limit, hardware)
        .map(cycles -> new Tiled(tiling, cycles));
  }

  /** Those of a height that may take less than {@code limit}, most promising first. */
  private List<Bounded<Tiling>> bounded(RowCut cut, long limit) {
    List<Bounded<Tiling>> tilings = new ArrayList<>();
    List<Tiling> all = FeasibleTilings.of(layer, cut, hardware);
    int first = 0;
    while (first < all.size()) {
      int past = first + 1;
      while (past < all.size() && all.get(past).hasOperationsOf(all.get(first))) {
        past++;
      }
      long[] least = EventEngine.leastCycles(layer, all.subList(first, past), hardware);
      for (int i = first; i < past; i++) {
        if (least[i - first] < limit) {
          tilings.add(new Bounded<>(all.get(i), least[i - first]));
        }
      }
      first = past;
    }
    tilings.sort(Comparator.comparingLong(Bounded::leastCycles));
    return tilings;
  }
}
