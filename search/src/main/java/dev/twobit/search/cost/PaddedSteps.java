package dev.twobit.search.cost;

import dev.twobit.network.CostKind;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.search.space.DerivedWidths;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.search.space.TensorWidth;
import dev.twobit.simulator.LoweredLayer;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Steps of derived networks whose Adds pad their narrower operands. An Add with its pads is one
 * term: which steps those are depends on which operands are narrower than the sum, and is taken
 * from the lowering of a network in which just these are. Exact but for one thing: a step is taken
 * to change with the first Add fused into it alone.
 */
final class PaddedSteps {
  private static final int SUM = -1;

  private final SearchSpace space;
  private final PlannedPrecision precision;
  private final WorkloadCosts costs;
  private final DerivedWidths widths;

  PaddedSteps(SearchSpace space, PlannedPrecision precision, WorkloadCosts costs) {
    this.space = space;
    this.precision = precision;
    this.costs = costs;
    this.widths = new DerivedWidths(space);
  }

  /**
   * Steps of a network by their names.
   *
   * @param pads of its Adds
   */
  private record Lowered(Map<String, LoweredLayer> steps, List<InsertedPad> pads) {
    /** Names of the steps that an Add or a pad of it is in. */
    private Set<String> of(String add) {
      Set<String> layers = new HashSet<>(Set.of(add));
      pads.stream().filter(p -> p.add().equals(add)).forEach(p -> layers.add(p.pad().name()));
      return steps.entrySet().stream()
          .filter(e -> e.getValue().members().stream().anyMatch(m -> layers.contains(m.name())))
          .map(Map.Entry::getKey)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private List<LoweredLayer> named(Set<String> names) {
      return steps.entrySet().stream()
          .filter(e -> names.contains(e.getKey()))
          .map(Map.Entry::getValue)
          .toList();
    }
  }

  private Lowered lowered(Network network) {
    Map<String, LoweredLayer> steps = new LinkedHashMap<>();
    precision.lowered(network).forEach(s -> steps.put(s.workload().name(), s));
    return new Lowered(steps, InsertedPad.in(space.network(), network));
  }

  List<CostTerm> terms() {
    Lowered equal = lowered(space.network());
    List<CostTerm> terms = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Layer layer : space.network().layers()) {
      List<TensorWidth> operands = widths.operands(layer.name());
      if (operands.size() > 1) {
        Map<Set<Integer>, Lowered> ways = ways(operands);
        ways.put(Set.of(), equal);
        Set<String> names = new LinkedHashSet<>();
        ways.values().forEach(w -> names.addAll(w.of(layer.name())));
        names.removeAll(taken);
        taken.addAll(names);
        terms.add(term(operands, ways, names));
      }
    }
    equal.steps.forEach(
        (name, step) -> {
          if (!taken.contains(name)) {
            terms.add(CostDecomposition.step(step, space, widths::of, costs));
          }
        });
    return terms;
  }

  /** Networks in which some of these operands are narrower than the others, by which. */
  private Map<Set<Integer>, Lowered> ways(List<TensorWidth> operands) {
    Map<Set<Integer>, Lowered> ways = new HashMap<>();
    for (int bits = 1; bits < (1 << operands.size()) - 1; bits++) {
      Set<Integer> wanted = new HashSet<>();
      Set<String> narrow = new HashSet<>();
      boolean wider = true; // than the original, so that what is fixed is narrower
      for (int i = 0; i < operands.size(); i++) {
        if ((bits >> i & 1) == 1) {
          wanted.add(i);
          narrow.addAll(operands.get(i).units());
        } else {
          wider &= !operands.get(i).units().isEmpty();
        }
      }
      Map<String, Integer> at = apart(narrow, wider);
      if (narrower(operands.stream().mapToInt(o -> o.at(at)).toArray()).equals(wanted)) {
        ways.put(wanted, lowered(space.derived(at)));
      }
    }
    return ways;
  }

  /** Widths of all units, those of some less than the others'. */
  private Map<String, Integer> apart(Set<String> narrow, boolean wider) {
    Map<String, Integer> at = new LinkedHashMap<>();
    for (SearchUnit unit : space.units().values()) {
      boolean less = narrow.contains(unit.name());
      int own = unit.nominal();
      int part = Math.max(unit.multiple(), own / 2 / unit.multiple() * unit.multiple());
      at.put(unit.name(), wider ? (less ? own : 2 * own) : (less ? part : own));
    }
    return at;
  }

  private static Set<Integer> narrower(int[] operands) {
    int most = Arrays.stream(operands).max().orElse(0);
    Set<Integer> found = new HashSet<>();
    for (int i = 0; i < operands.length; i++) {
      if (operands[i] < most) {
        found.add(i);
      }
    }
    return found;
  }

  /**
   * One step of an Add, its widths by their places among the term's operands.
   *
   * @param in that it reads; {@code out} that it writes; {@link #SUM} for the widest of the Add's
   */
  private record Step(LoweredLayer step, boolean pads, int in, int out) {
    private LayerWorkload at(int[] w, int sum) {
      int read = in == SUM ? sum : w[in];
      int written = out == SUM ? sum : w[out];
      return pads && step.workload() instanceof LayerWorkload.PostProcessing post
          ? post.padding(read, written)
          : step.workload().withChannels(read, written);
    }
  }

  private CostTerm term(
      List<TensorWidth> operands, Map<Set<Integer>, Lowered> ways, Set<String> names) {
    List<TensorWidth> all = new ArrayList<>(operands);
    Map<Set<Integer>, List<Step>> steps = new HashMap<>();
    ways.forEach(
        (narrow, way) ->
            steps.put(narrow, way.named(names).stream().map(s -> step(s, operands, all)).toList()));
    return new CostTerm(
        all,
        (kind, w) -> {
          int[] met = Arrays.copyOf(w, operands.size());
          int sum = Arrays.stream(met).max().orElse(0);
          return together(kind, steps.getOrDefault(narrower(met), List.of()), w, sum);
        });
  }

  private double together(CostKind kind, List<Step> steps, int[] w, int sum) {
    double total = 0;
    for (Step step : steps) {
      double cost = CostDecomposition.cost(kind, step.at(w, sum), step.step.runs(), costs);
      total = kind == CostKind.SRAM_PEAK ? Math.max(total, cost) : total + cost;
    }
    return total;
  }

  /**
   * @param operands of the Add
   * @param all operands of the term; receives what the step depends on
   */
  private Step step(LoweredLayer step, List<TensorWidth> operands, List<TensorWidth> all) {
    Layer first = step.members().get(0);
    if (!space.widths().containsKey(first.output())) {
      return new Step(step, true, place(widths.of(first.input()), operands, all), SUM);
    }
    Layer original = space.network().layer(first.name()).orElse(first);
    TensorWidth out = CostDecomposition.outputOf(original, space, widths::of);
    TensorWidth in =
        step.workload() instanceof LayerWorkload.Convolution
            ? CostDecomposition.inputOf(original, step.inputTensor(), space, widths::of)
            : out;
    return new Step(step, false, place(in, operands, all), place(out, operands, all));
  }

  private static int place(TensorWidth width, List<TensorWidth> operands, List<TensorWidth> all) {
    if (width.equals(TensorWidth.largest(operands))) {
      return SUM;
    }
    if (!all.contains(width)) {
      all.add(width);
    }
    return all.indexOf(width);
  }
}
