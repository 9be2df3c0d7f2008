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
 * operand of another width gets a shortcut. Which operands are equally wide is all that the
 * structure of the derived network depends on.
 */
public final class DerivedWidths {
  /** Operands of an Add that may get a shortcut, and what it then is as wide as. */
  private record Meeting(String add, TensorWidth main, List<TensorWidth> others) {}

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
    TensorWidth main = of(WidthAdapter.mainOperand(space.network(), whole));
    behindAdd.put(space.width(add.output()), main);
    meetings.add(new Meeting(add.name(), main, whole.stream().map(this::of).toList()));
  }

  /** Width of a tensor of the original network. */
  public TensorWidth of(String tensor) {
    return derived(space.width(tensor));
  }

  private TensorWidth derived(TensorWidth width) {
    TensorWidth main = behindAdd.get(width);
    if (main != null) {
      return main;
    }
    if (width instanceof TensorWidth.Sum s) {
      return TensorWidth.sum(s.operands().stream().map(this::derived).toList());
    }
    return width instanceof TensorWidth.Times t
        ? TensorWidth.times(derived(t.of()), t.factor())
        : width;
  }

  /** What the sum is as wide as that an Add of this name writes. */
  public TensorWidth main(String add) {
    return meetings.stream()
        .filter(m -> m.add.equals(add))
        .findFirst()
        .map(Meeting::main)
        .orElseThrow(() -> new IllegalArgumentException("no Add " + add));
  }

  /**
   * Which operands of Adds are as wide as the main one.
   *
   * @param widths of every unit
   */
  public BitSet equal(Map<String, Integer> widths) {
    BitSet equal = new BitSet();
    int at = 0;
    for (Meeting meeting : meetings) {
      int main = meeting.main.at(widths);
      for (TensorWidth other : meeting.others) {
        equal.set(at++, other.at(widths) == main);
      }
    }
    return equal;
  }
}
