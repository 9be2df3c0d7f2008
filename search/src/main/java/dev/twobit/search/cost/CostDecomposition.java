package dev.twobit.search.cost;

import dev.twobit.network.CostKind;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TensorWidth;
import dev.twobit.simulator.LoweredLayer;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a network's cost is put together from.
 *
 * @param counts of FLOPs and PARAMs, one a layer of the network
 * @param steps of latency, energy and SRAM, one a step of the accelerator
 */
record CostDecomposition(List<CostTerm> counts, List<CostTerm> steps) {

  /** The terms of {@code kind}. */
  List<CostTerm> of(CostKind kind) {
    return kind == CostKind.FLOPS || kind == CostKind.PARAMS ? counts : steps;
  }

  /** The super-net's: every tensor as wide as the space has it ({@link Expectation#ADDITIVE}). */
  static CostDecomposition additive(
      SearchSpace space, PlannedPrecision precision, WorkloadCosts costs) {
    Network network = space.network();
    List<CostTerm> steps = new ArrayList<>();
    for (LoweredLayer step : precision.lowered(network)) {
      steps.add(step(step, space, space::width, costs));
    }
    return new CostDecomposition(counts(space, space::width), steps);
  }

  static List<CostTerm> counts(SearchSpace space, Function<String, TensorWidth> widths) {
    Network network = space.network();
    List<CostTerm> terms = new ArrayList<>();
    for (Layer layer : network.layers()) {
      if (!layer.inputs().isEmpty()) {
        terms.add(
            term(
                inputOf(layer, layer.input(), space, widths),
                outputOf(layer, space, widths),
                (kind, in, out) -> LayerCounts.of(kind, layer, network, in, out)));
      }
    }
    return terms;
  }

  static CostTerm step(
      LoweredLayer step,
      SearchSpace space,
      Function<String, TensorWidth> widths,
      WorkloadCosts costs) {
    Layer first = step.members().get(0);
    // Its own channels: an Add fused behind it is onto these. An Add by itself is as wide as its
    // widest operand.
    TensorWidth out = outputOf(first, space, widths);
    if (step.workload() instanceof LayerWorkload.PostProcessing p) {
      TensorWidth written =
          p.operation() == PostOperation.COPY ? widths.apply(step.outputTensor()) : out;
      return new CostTerm(List.of(written), (kind, w) -> cost(kind, step, w[0], w[0], costs));
    }
    return term(
        inputOf(first, step.inputTensor(), space, widths),
        out,
        (kind, in, width) -> cost(kind, step, in, width, costs));
  }

  /** Features of a fully connected layer are channels only where they are as many. */
  static TensorWidth inputOf(
      Layer layer, String tensor, SearchSpace space, Function<String, TensorWidth> widths) {
    TensorWidth width = widths.apply(tensor);
    return layer
        .asFullyConnected()
        .map(Layer.FullyConnected::inputFeatures)
        .filter(features -> nominal(width, space) != features)
        .map(TensorWidth::fixed)
        .orElse(width);
  }

  static TensorWidth outputOf(
      Layer layer, SearchSpace space, Function<String, TensorWidth> widths) {
    TensorWidth width = widths.apply(layer.output());
    return layer
        .asFullyConnected()
        .map(Layer.FullyConnected::outputFeatures)
        .filter(features -> nominal(width, space) != features)
        .map(TensorWidth::fixed)
        .orElse(width);
  }

  private static int nominal(TensorWidth width, SearchSpace space) {
    Map<String, Integer> nominal = new HashMap<>();
    space.units().forEach((name, unit) -> nominal.put(name, unit.nominal()));
    return width.at(nominal);
  }

  /** Of all runs of a step. */
  static double cost(CostKind kind, LoweredLayer step, int in, int out, WorkloadCosts costs) {
    return cost(kind, step.workload().withChannels(in, out), step.runs(), costs);
  }

  static double cost(CostKind kind, LayerWorkload workload, int runs, WorkloadCosts costs) {
    return switch (kind) {
      case LATENCY -> costs.step(workload, runs).cycles();
      case ENERGY -> costs.step(workload, runs).picojoules();
      case SRAM_PEAK -> costs.bufferBytes(workload);
      case FLOPS, PARAMS -> throw new IllegalArgumentException(kind + " is counted by layer");
      case WHOLE -> throw new IllegalArgumentException(kind + " is no sum over steps");
    };
  }

  /** Cost by input and output width. */
  @FunctionalInterface
  interface Pairwise {
    double at(CostKind kind, int in, int out);
  }

  static CostTerm term(TensorWidth in, TensorWidth out, Pairwise cost) {
    List<TensorWidth> operands = Stream.of(in, out).distinct().toList();
    int last = operands.size() - 1;
    return new CostTerm(operands, (kind, w) -> cost.at(kind, w[0], w[last]));
  }
}
