package dev.twobit.search.inherit;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.search.space.TensorWidth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which units may be sorted, and which only together: operands of an Add meet channel by channel,
 * so their units have one order. A unit stays in its own order whose channels are cut into groups,
 * are on another axis than the second, are compared with their neighbours, or meet channels in an
 * Add that are not those of one unit.
 */
final class SharedOrders {
  private final Map<String, Integer> nominal;
  private final Map<String, Set<String>> sets = new LinkedHashMap<>();
  private final Set<String> rigid = new HashSet<>();

  SharedOrders(SearchSpace space) {
    this.nominal = UnitLayout.nominal(space);
    for (SearchUnit unit : space.units().values()) {
      sets.put(unit.name(), new HashSet<>(Set.of(unit.name())));
      if (unit.multiple() > 1) {
        rigid.add(unit.name());
      }
    }
    Network network = space.network();
    space.widths().forEach((tensor, width) -> read(network.shape(tensor), width));
    for (Layer layer : network.layers()) {
      layer
          .asLocalResponseNormalization()
          .ifPresent(l -> rigid.addAll(space.width(l.input()).units()));
    }
  }

  private void read(TensorShape shape, TensorWidth width) {
    Set<String> units = width.units();
    boolean second = shape.rank() > 1 && shape.dim(1) == width.at(nominal);
    if (!units.isEmpty() && !second) {
      rigid.addAll(units);
    }
    join(width);
  }

  private void join(TensorWidth width) {
    if (width instanceof TensorWidth.Sum s) {
      s.operands().forEach(this::join);
    } else if (width instanceof TensorWidth.Times t) {
      join(t.of());
    } else if (width instanceof TensorWidth.Largest l) {
      boolean alike = l.operands().stream().allMatch(TensorWidth.OfUnit.class::isInstance);
      if (alike) {
        join(new ArrayList<>(l.units()));
      } else {
        rigid.addAll(l.units());
      }
    }
  }

  private void join(List<String> units) {
    Set<String> all = new HashSet<>();
    units.forEach(u -> all.addAll(with(u)));
    all.forEach(u -> sets.put(u, all));
  }

  /** Units that have the same order as this one, itself among them. */
  Set<String> with(String unit) {
    return sets.getOrDefault(unit, Set.of(unit));
  }

  /** Whether a unit's channels have to stay in the order that they are in. */
  boolean isRigid(String unit) {
    return with(unit).stream().anyMatch(rigid::contains);
  }
}
