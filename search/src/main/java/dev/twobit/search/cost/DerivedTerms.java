package dev.twobit.search.cost;

import dev.twobit.network.CostKind;
import dev.twobit.network.Network;
import dev.twobit.search.space.DerivedWidths;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TensorWidth;
import dev.twobit.simulator.LoweredLayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The derived network's cost ({@link Expectation#WITH_SHORTCUTS}; where operands are padded, see
 * {@link PaddedSteps} for its steps): behind an Add the main operand's width, and for every
 * shortcut that may be inserted the steps as they are with and without it, depending on whether the
 * two operands are equally wide. The templates are the lowering of the original network and of a
 * derived one that has every shortcut.
 *
 * <p>Exact but for two things: a step is taken to change with the first Add fused into it alone,
 * and the copy that a shortcut reads of its input (8 bits, where the residual path has fewer) is
 * written as if the Add read it.
 */
final class DerivedTerms {
  private final SearchSpace space;
  private final WorkloadCosts costs;
  private final Network complete;
  private final List<Insertion> insertions;
  private final DerivedWidths widths;
  private final Map<String, LoweredLayer> without = new LinkedHashMap<>();
  private final Map<String, LoweredLayer> with = new LinkedHashMap<>();

  private DerivedTerms(SearchSpace space, PlannedPrecision precision, WorkloadCosts costs) {
    this.space = space;
    this.costs = costs;
    this.complete = Insertion.withAll(space);
    this.insertions = Insertion.in(space.network(), complete);
    this.widths = new DerivedWidths(space);
    precision.lowered(space.network()).forEach(s -> without.put(s.workload().name(), s));
    precision.lowered(complete).forEach(s -> with.put(s.workload().name(), s));
  }

  static CostDecomposition of(SearchSpace space, PlannedPrecision precision, WorkloadCosts costs) {
    DerivedTerms terms = new DerivedTerms(space, precision, costs);
    return new CostDecomposition(
        terms.counts(),
        switch (space.coupling().unequalOperands()) {
          case SHORTCUT -> terms.steps();
          case PADDED -> new PaddedSteps(space, precision, costs).terms();
        });
  }

  /** Terms of FLOPs and PARAMs of the derived network. */
  static List<CostTerm> counts(SearchSpace space, PlannedPrecision precision, WorkloadCosts costs) {
    return new DerivedTerms(space, precision, costs).counts();
  }

  /** Width in the derived network of a tensor of the original one. */
  private TensorWidth width(String tensor) {
    return widths.of(tensor);
  }

  private List<CostTerm> counts() {
    List<CostTerm> terms = new ArrayList<>(CostDecomposition.counts(space, this::width));
    for (Insertion i : insertions) {
      terms.add(
          CostDecomposition.term(
              width(i.identity()),
              width(i.main()),
              (kind, in, out) ->
                  in == out
                      ? 0
                      : LayerCounts.of(kind, i.convolution(), complete, in, out)
                          + LayerCounts.of(kind, i.normalization(), complete, out, out)));
    }
    return terms;
  }

  private List<CostTerm> steps() {
    List<CostTerm> terms = new ArrayList<>();
    without.forEach(
        (name, step) -> {
          LoweredLayer changed = with.get(name);
          Optional<Insertion> by = changed == null ? insertionIn(step) : difference(step, changed);
          terms.add(
              by.isEmpty()
                  ? CostDecomposition.step(step, space, this::width, costs)
                  : either(by.get(), Optional.of(step), Optional.ofNullable(changed)));
        });
    with.forEach(
        (name, step) -> {
          if (!without.containsKey(name)) {
            terms.add(either(cause(step), Optional.empty(), Optional.of(step)));
          }
        });
    return terms;
  }

  private Optional<Insertion> insertionIn(LoweredLayer step) {
    return insertions.stream().filter(i -> isIn(i.add(), step)).findFirst();
  }

  private Optional<Insertion> difference(LoweredLayer step, LoweredLayer changed) {
    return insertions.stream()
        .filter(i -> isIn(i.add(), step) != isIn(i.add(), changed))
        .findFirst();
  }

  private static boolean isIn(String layer, LoweredLayer step) {
    return step.members().stream().anyMatch(m -> m.name().equals(layer));
  }

  /** The insertion without which there is no such step. */
  private Insertion cause(LoweredLayer step) {
    String first = step.members().get(0).name();
    return insertions.stream()
        .filter(i -> i.convolution().name().equals(first))
        .findFirst()
        .or(() -> insertionIn(step))
        .or(
            () ->
                without.values().stream()
                    .filter(s -> isIn(first, s))
                    .flatMap(s -> insertionIn(s).stream())
                    .findFirst())
        .orElseThrow(() -> new IllegalStateException("step " + first + " comes with no shortcut"));
  }

  /** One step where the widths that the insertion depends on are equal, another where not. */
  private CostTerm either(
      Insertion by, Optional<LoweredLayer> equal, Optional<LoweredLayer> different) {
    LoweredLayer known = equal.or(() -> different).orElseThrow();
    boolean isShortcut = known.members().get(0).name().equals(by.convolution().name());
    TensorWidth identity = width(by.identity());
    TensorWidth main = width(by.main());
    TensorWidth in = isShortcut ? identity : width(inputOf(known));
    TensorWidth out = isShortcut ? main : width(known.members().get(0).output());
    List<TensorWidth> operands = Stream.of(in, out, identity, main).distinct().toList();
    int[] at = Stream.of(in, out, identity, main).mapToInt(operands::indexOf).toArray();
    return new CostTerm(
        operands,
        (kind, w) ->
            (w[at[2]] == w[at[3]] ? equal : different)
                .map(s -> cost(kind, s, w[at[0]], w[at[1]]))
                .orElse(0.0));
  }

  private double cost(CostKind kind, LoweredLayer step, int in, int out) {
    return CostDecomposition.cost(kind, step, in, out, costs);
  }

  /**
   * The tensor that a step reads; for a shortcut's output, the tensor of the original network in
   * its place.
   */
  private String inputOf(LoweredLayer step) {
    return space.widths().containsKey(step.inputTensor())
        ? step.inputTensor()
        : step.members().get(0).output();
  }
}
