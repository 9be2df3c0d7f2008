package dev.twobit.search.space;

import dev.twobit.network.WidthAlgebra;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The channels of a tensor as a function of the widths of searched units. */
public sealed interface TensorWidth {
  /** Does not change with the search. */
  record Fixed(int channels) implements TensorWidth {
    @Override
    public int at(Map<String, Integer> widths) {
      return channels;
    }
  }

  /** The width of one unit. */
  record OfUnit(String unit) implements TensorWidth {
    @Override
    public int at(Map<String, Integer> widths) {
      Integer width = widths.get(unit);
      if (width == null) {
        throw new IllegalArgumentException("no width of " + unit);
      }
      return width;
    }
  }

  /**
   * After an Add under {@code align} or {@code padded}: the narrower onto the first channels
   * (search/docs/methods.md#adds).
   */
  record Largest(List<TensorWidth> operands) implements TensorWidth {
    public Largest {
      operands = List.copyOf(operands);
    }

    @Override
    public int at(Map<String, Integer> widths) {
      return operands.stream().mapToInt(o -> o.at(widths)).max().orElseThrow();
    }
  }

  /** The width after a Concat: blocks one after the other, each at an offset of its own. */
  record Sum(List<TensorWidth> operands) implements TensorWidth {
    public Sum {
      operands = List.copyOf(operands);
    }

    @Override
    public int at(Map<String, Integer> widths) {
      return operands.stream().mapToInt(o -> o.at(widths)).sum();
    }
  }

  /** The width after a plane was flattened: so many features of each channel. */
  record Times(TensorWidth of, int factor) implements TensorWidth {
    @Override
    public int at(Map<String, Integer> widths) {
      return factor * of.at(widths);
    }
  }

  /** The width when units are as wide as given. */
  int at(Map<String, Integer> widths);

  /** Units it depends on. */
  default SortedSet<String> units() {
    SortedSet<String> found = new TreeSet<>();
    collect(this, found);
    return found;
  }

  private static void collect(TensorWidth width, SortedSet<String> found) {
    if (width instanceof OfUnit u) {
      found.add(u.unit);
    } else if (width instanceof Largest l) {
      l.operands.forEach(o -> collect(o, found));
    } else if (width instanceof Sum s) {
      s.operands.forEach(o -> collect(o, found));
    } else if (width instanceof Times t) {
      collect(t.of, found);
    }
  }

  static TensorWidth fixed(int channels) {
    return new Fixed(channels);
  }

  static TensorWidth of(String unit) {
    return new OfUnit(unit);
  }

  /** The largest, nested ones opened, each operand once. */
  static TensorWidth largest(Collection<TensorWidth> widths) {
    List<TensorWidth> flat =
        widths.stream()
            .flatMap(w -> w instanceof Largest l ? l.operands.stream() : Stream.of(w))
            .distinct()
            .toList();
    return flat.size() == 1 ? flat.get(0) : new Largest(flat);
  }

  /** Blocks one after the other, nested ones opened. */
  static TensorWidth sum(Collection<TensorWidth> widths) {
    List<TensorWidth> flat =
        widths.stream()
            .flatMap(w -> w instanceof Sum s ? s.operands.stream() : Stream.of(w))
            .toList();
    if (flat.stream().allMatch(Fixed.class::isInstance)) {
      return fixed(flat.stream().mapToInt(w -> w.at(Map.of())).sum());
    }
    return flat.size() == 1 ? flat.get(0) : new Sum(flat);
  }

  /** So many for each of {@code width}; the blocks of a sum keep their order. */
  static TensorWidth times(TensorWidth width, int factor) {
    if (factor == 1) {
      return width;
    }
    if (width instanceof Fixed f) {
      return fixed(factor * f.channels);
    }
    return width instanceof Times t ? new Times(t.of, factor * t.factor) : new Times(width, factor);
  }

  /** Writes down what the dependency analysis found, with units by their names. */
  static WidthAlgebra<TensorWidth> algebra(List<String> units) {
    return new WidthAlgebra<>() {
      @Override
      public TensorWidth fixed(int channels) {
        return TensorWidth.fixed(channels);
      }

      @Override
      public TensorWidth group(int group) {
        return TensorWidth.of(units.get(group));
      }

      @Override
      public TensorWidth largest(List<TensorWidth> operands) {
        return TensorWidth.largest(operands);
      }

      @Override
      public TensorWidth sum(List<TensorWidth> blocks) {
        return TensorWidth.sum(blocks);
      }

      @Override
      public TensorWidth times(TensorWidth width, int factor) {
        return TensorWidth.times(width, factor);
      }
    };
  }
}
