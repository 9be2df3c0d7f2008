package dev.twobit.search.cost;

import dev.twobit.network.CostKind;
import dev.twobit.search.space.TensorWidth;
import java.util.List;

/**
 * One summand of a network's cost (one of those it is the largest of, for the SRAM peak) as a
 * function of the widths of tensors.
 *
 * @param operands what it depends on
 * @param cost at widths of the operands, in their order
 */
record CostTerm(List<TensorWidth> operands, Cost cost) {
  CostTerm {
    operands = List.copyOf(operands);
  }

  /** Cost at given widths. */
  @FunctionalInterface
  interface Cost {
    double at(CostKind kind, int[] widths);
  }
}
