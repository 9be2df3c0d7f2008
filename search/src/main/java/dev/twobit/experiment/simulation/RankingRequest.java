package dev.twobit.experiment.simulation;

import dev.twobit.network.CostKind;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.precision.AskedBits;
import dev.twobit.search.space.Coupling;

/**
 * Two accelerators whose orders of networks are asked for.
 *
 * @param hardware name in the catalog or path of a YAML file; {@code against} likewise
 * @param cost by which networks are ordered
 * @param coupling what an Add does to its operands' widths
 * @param bits of layers; what is left open follows from each accelerator's MACs
 * @param networks that are drawn, at least 2
 */
public record RankingRequest(
    ModelSource model,
    String hardware,
    String against,
    CostKind cost,
    Coupling coupling,
    AskedBits bits,
    int networks,
    long seed) {}
