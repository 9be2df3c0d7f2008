package dev.twobit.search.cost;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.search.space.DerivedWidths;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TensorWidth;
import dev.twobit.simulator.LoweredLayer;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The steps of all derived networks that have the same shortcuts or pads. */
final class DerivedStructure {
  private final SearchSpace space;
  private final DerivedWidths widths;
  private final Map<String, TensorWidth> inserted = new HashMap<>();
  private final List<StepTemplate> steps = new ArrayList<>();
  private final List<StepSequence.Link> links;

  /** Whether what was foretold of a network came about so far. */
  private volatile boolean foretold = true;

  /**
   * @param derived a network of this structure
   * @param lowered its steps
   * @param known templates of other structures
   */
  DerivedStructure(
      SearchSpace space,
      DerivedWidths widths,
      Network derived,
      List<LoweredLayer> lowered,
      StepTemplates known) {
    this.space = space;
    this.widths = widths;
    for (Insertion i : Insertion.in(space.network(), derived)) {
      inserted.put(i.convolution().output(), widths.sum(i.add()));
      inserted.put(i.normalization().output(), widths.sum(i.add()));
    }
    for (InsertedPad p : InsertedPad.in(space.network(), derived)) {
      inserted.put(p.pad().output(), widths.sum(p.add()));
    }
    lowered.forEach(step -> steps.add(template(step, known)));
    this.links = StepSequence.links(derived, lowered);
  }

  private StepTemplate template(LoweredLayer step, StepTemplates known) {
    List<TensorWidth> operands =
        Stream.concat(
                step.members().get(0).asAdd().isPresent()
                    ? Stream.of()
                    : step.inputTensors().stream(),
                step.members().stream().flatMap(this::tensors))
            .map(this::width)
            .distinct()
            .toList();
    return known.of(
        operands.stream().filter(w -> !w.units().isEmpty()).toList(), channels(step, operands));
  }

  /** An Add reads what is as wide as its output. */
  private Stream<String> tensors(Layer member) {
    Stream<String> inputs = member.asAdd().isPresent() ? Stream.of() : member.inputs().stream();
    return Stream.concat(inputs, Stream.of(member.output()));
  }

  private Optional<StepTemplate.Channels> channels(LoweredLayer step, List<TensorWidth> operands) {
    LayerWorkload workload = step.workload().named("");
    Layer first = step.members().get(0);
    if (workload instanceof LayerWorkload.PostProcessing && inserted.containsKey(first.output())) {
      return Optional.of(
          new StepTemplate.Channels(
              workload, step.runs(), width(first.input()), width(first.output())));
    }
    if (workload instanceof LayerWorkload.PostProcessing post) {
      // A single channel's parameters are in registers, and say nothing of those of several.
      return operands.size() == 1 && post.channels() > 1
          ? Optional.of(
              new StepTemplate.Channels(workload, step.runs(), operands.get(0), operands.get(0)))
          : Optional.empty();
    }
    // Features of a fully connected layer are told by those it had.
    Layer original = space.network().layer(first.name()).orElse(first);
    return Optional.of(
        new StepTemplate.Channels(
            workload,
            step.runs(),
            CostDecomposition.inputOf(original, step.inputTensor(), space, this::width),
            CostDecomposition.outputOf(original, space, this::width)));
  }

  private TensorWidth width(String tensor) {
    TensorWidth known = inserted.get(tensor);
    return known == null ? widths.of(tensor) : known;
  }

  /** The steps at widths of all units; empty if a network has to be lowered to know them. */
  Optional<StepSequence> at(Map<String, Integer> of, WorkloadCosts costs) {
    if (!foretold) {
      return Optional.empty();
    }
    List<KnownStep> found = new ArrayList<>(steps.size());
    for (StepTemplate step : steps) {
      Optional<KnownStep> one = step.at(of, costs);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      found.add(one.get());
    }
    return Optional.of(new StepSequence(found, links));
  }

  /** Takes down what a network of these widths was lowered to. */
  void learn(Map<String, Integer> of, List<LoweredLayer> lowered, WorkloadCosts costs) {
    boolean so = lowered.size() == steps.size();
    for (int i = 0; so && i < steps.size(); i++) {
      so = steps.get(i).learn(of, lowered.get(i), costs);
    }
    foretold &= so;
  }

  /** Whether the steps follow from the widths, as far as networks that were lowered tell. */
  boolean isForetold() {
    return foretold;
  }
}
