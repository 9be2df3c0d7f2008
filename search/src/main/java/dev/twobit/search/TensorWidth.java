package dev.twobit.search;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The channels of a tensor as a function of the widths of searched units. */
sealed interface TensorWidth {
  /** Does not change with the search. */
  record Fixed(int channels) implements TensorWidth {
    @Override
    public int at(Map<String, Integer> widths) {
      return channels;
    }
  }

  /** Those of one unit. */
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

  /** After an Add under {@code align}: the narrower onto the first channels (SPEC 1.7). */
  record Largest(List<TensorWidth> operands) implements TensorWidth {
    public Largest {
      operands = List.copyOf(operands);
    }

    @Override
    public int at(Map<String, Integer> widths) {
      return operands.stream().mapToInt(o -> o.at(widths)).max().orElseThrow();
    }
  }

  /** After a Concat: blocks one after the other, each at an offset of its own. */
  record Sum(List<TensorWidth> operands) implements TensorWidth {
    public Sum {
      operands = List.copyOf(operands);
    }

    @Override
    public int at(Map<String, Integer> widths) {
      return operands.stream().mapToInt(o -> o.at(widths)).sum();
    }
  }

  /** After a plane was flattened: so many features of each channel. */
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
            .flatMap(
                w -> w instanceof Largest l ? l.operands.stream() : java.util.stream.Stream.of(w))
            .distinct()
            .toList();
    return flat.size() == 1 ? flat.get(0) : new Largest(flat);
  }
}
