package dev.twobit.search.inherit;

import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TensorWidth;
import java.util.HashMap;
import java.util.Map;

/** Where the channels of units are in the tensors of the original network. */
final class UnitLayout {
  private UnitLayout() {}

  /** Told of one channel of a unit and where it is in the tensor. */
  @FunctionalInterface
  interface Visitor {
    void visit(String unit, int channel, int position);
  }

  /** Width of every unit in the original network. */
  static Map<String, Integer> nominal(SearchSpace space) {
    Map<String, Integer> widths = new HashMap<>();
    space.units().forEach((name, unit) -> widths.put(name, unit.nominal()));
    return widths;
  }

  /** Every channel of every unit; what an Add joined is visited for each of its operands. */
  static void each(TensorWidth width, Map<String, Integer> nominal, Visitor visitor) {
    if (width instanceof TensorWidth.OfUnit u) {
      for (int c = 0; c < width.at(nominal); c++) {
        visitor.visit(u.unit(), c, c);
      }
    } else if (width instanceof TensorWidth.Times t) {
      each(
          t.of(),
          nominal,
          (unit, channel, position) -> {
            for (int i = 0; i < t.factor(); i++) {
              visitor.visit(unit, channel, position * t.factor() + i);
            }
          });
    } else if (width instanceof TensorWidth.Sum s) {
      int offset = 0;
      for (TensorWidth operand : s.operands()) {
        int start = offset;
        each(operand, nominal, (unit, c, position) -> visitor.visit(unit, c, start + position));
        offset += operand.at(nominal);
      }
    } else if (width instanceof TensorWidth.Largest l) {
      l.operands().forEach(o -> each(o, nominal, visitor));
    }
  }
}
