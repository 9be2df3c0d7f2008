package dev.twobit.search.inherit;

import dev.twobit.search.space.DerivedWidths;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TensorWidth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the channels of every tensor of one derived network come from. */
final class ChannelLineage {
  private final SearchSpace space;
  private final DerivedWidths derived;
  private final ChannelOrder order;
  private final Map<String, Integer> nominal;
  private final Map<String, Integer> widths;
  private final boolean paired;

  /**
   * @param widths by unit; of one that is not named, its own
   */
  ChannelLineage(
      SearchSpace space,
      DerivedWidths derived,
      ChannelOrder order,
      Map<String, Integer> widths,
      NewChannels newChannels) {
    this.paired = newChannels == NewChannels.PAIRED;
    this.space = space;
    this.derived = derived;
    this.order = order;
    this.nominal = UnitLayout.nominal(space);
    this.widths = new HashMap<>(nominal);
    widths.forEach((unit, width) -> this.widths.put(space.unit(unit).name(), width));
  }

  /** Of a tensor that the original network has too. */
  ChannelSources of(String tensor) {
    return of(derived.of(tensor));
  }

  /** Whether the channels of a tensor are in the order of the trained network. */
  boolean isUnsorted(String tensor) {
    return order.isIdentity(derived.of(tensor).units());
  }

  private ChannelSources of(TensorWidth width) {
    if (width instanceof TensorWidth.Fixed f) {
      return ChannelSources.identity(f.channels());
    }
    if (width instanceof TensorWidth.OfUnit u) {
      int groups = space.unit(u.unit()).multiple();
      return paired
          ? ChannelSources.paired(order.of(u.unit()), width.at(widths), groups)
          : ChannelSources.of(order.of(u.unit()), width.at(widths), groups);
    }
    if (width instanceof TensorWidth.Times t) {
      return of(t.of()).times(t.factor());
    }
    if (width instanceof TensorWidth.Sum s) {
      List<ChannelSources> blocks = new ArrayList<>();
      List<Integer> offsets = new ArrayList<>();
      int offset = 0;
      for (TensorWidth operand : s.operands()) {
        blocks.add(of(operand));
        offsets.add(offset);
        offset += operand.at(nominal);
      }
      return ChannelSources.concatenated(blocks, offsets);
    }
    // Padded: all have the same channels in the same places, the widest has them all.
    return of(
        ((TensorWidth.Largest) width)
            .operands().stream().max(Comparator.comparingInt(o -> o.at(widths))).orElseThrow());
  }
}
