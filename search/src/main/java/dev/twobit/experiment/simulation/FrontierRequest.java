package dev.twobit.experiment.simulation;

import dev.twobit.onnx.read.ModelSource;
import dev.twobit.precision.AskedBits;
import dev.twobit.search.cost.LatencyBinds;
import dev.twobit.search.space.Coupling;
import java.util.List;

/**
 * What networks are asked for.
 *
 * @param hardware name in the catalog or path of a YAML file
 * @param budgets {@code kind=value}, at least one
 * @param coupling what an Add does to its operands' widths
 * @param binds which clocks a latency among the budgets binds
 * @param bits of layers; what is left open follows from the accelerator's MACs
 * @param seed of walks through spaces too large to be searched through
 */
public record FrontierRequest(
    ModelSource model,
    String hardware,
    List<String> budgets,
    Coupling coupling,
    LatencyBinds binds,
    AskedBits bits,
    long seed) {
  public FrontierRequest {
    budgets = List.copyOf(budgets);
  }
}
