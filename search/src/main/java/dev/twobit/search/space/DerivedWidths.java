package dev.twobit.search.space;

import dev.twobit.network.Layer;
import dev.twobit.network.WidthAdapter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How wide the tensors of a derived network are: behind an Add as its main operand, for any other
 * operand of another width gets a shortcut; as its widest operand where the others are padded.
 * Which operands are as wide as the sum is all that the structure of the derived network depends
 * on.
 */
public final class DerivedWidths {
  /** Operands of an Add that may be made wider or narrower, and what the sum is as wide as. */
  private record Meeting(String add, TensorWidth sum, List<TensorWidth> operands) {}

  private final SearchSpace space;
  private final Map<TensorWidth, TensorWidth> behindAdd = new HashMap<>();
  private final List<Meeting> meetings = new ArrayList<>();

  public DerivedWidths(SearchSpace space) {
    this.space = space;
    for (Layer layer : space.network().layers()) {
      if (layer.asAdd().isPresent()) {
        List<String> whole = WidthAdapter.wholeOperands(space.network(), layer);
        if (!whole.isEmpty()) {
          meet(layer, whole);
        }
      }
    }
  }

  private void meet(Layer add, List<String> whole) {
    List<TensorWidth> operands = whole.stream().map(this::of).toList();
    TensorWidth sum =
        switch (space.coupling().unequalOperands()) {
          case SHORTCUT -> of(WidthAdapter.mainOperand(space.network(), whole));
          case PADDED -> TensorWidth.largest(operands);
        };
    behindAdd.put(space.width(add.output()), sum);
    meetings.add(new Meeting(add.name(), sum, operands));
  }

  /** Width of a tensor of the original network. */
  public TensorWidth of(String tensor) {
    return derived(space.width(tensor));
  }

  private TensorWidth derived(TensorWidth width) {
    TensorWidth sum = behindAdd.get(width);
    if (sum != null) {
      return sum;
    }
    if (width instanceof TensorWidth.Sum s) {
      return TensorWidth.sum(s.operands().stream().map(this::derived).toList());
    }
    return width instanceof TensorWidth.Times t
        ? TensorWidth.times(derived(t.of()), t.factor())
        : width;
  }

  /** What the sum is as wide as that an Add of this name writes. */
  public TensorWidth sum(String add) {
    return meetings.stream()
        .filter(m -> m.add.equals(add))
        .findFirst()
        .map(Meeting::sum)
        .orElseThrow(() -> new IllegalArgumentException("no Add " + add));
  }

  /** Of what an Add of this name joins, each width once. */
  public List<TensorWidth> operands(String add) {
    return meetings.stream()
        .filter(m -> m.add.equals(add))
        .flatMap(m -> m.operands.stream())
        .distinct()
        .toList();
  }

  /**
   * Which operands of Adds are as wide as the sum.
   *
   * @param widths of every unit
   */
  public BitSet equal(Map<String, Integer> widths) {
    BitSet equal = new BitSet();
    int at = 0;
    for (Meeting meeting : meetings) {
      int sum = meeting.sum.at(widths);
      for (TensorWidth operand : meeting.operands) {
        equal.set(at++, operand.at(widths) == sum);
      }
    }
    return equal;
  }
}
