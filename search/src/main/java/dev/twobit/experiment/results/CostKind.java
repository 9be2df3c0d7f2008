package dev.twobit.experiment.results;

/** What a budget limits. */
public enum CostKind {
  LATENCY,
  ENERGY,
  FLOPS,
  PARAMS
}
