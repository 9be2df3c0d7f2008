package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How methods choose bits of layers (search/docs/methods.md#bits-a-layer).
 *
 * @param bitCandidates what a layer may have, weights x activations: {@code 2,4,8}, {@code 2x4,4x4}
 * @param hessianFigure what of the Hessian weighs the rounding errors
 * @param hessianOf which operands' errors count
 * @param hessianProbes of the trace; or steps of power iteration
 * @param hessianImages of a probe
 * @param mixedEpochs of training with all candidates at once
 * @param bitCost what its preferences are pushed down by
 * @param bitCostWeight of that beside the cross-entropy, nats for all of the limit
 */
@JsonNaming(KebabCaseStrategy.class)
public record BitSettings(
    String bitCandidates,
    Figure hessianFigure,
    Operands hessianOf,
    int hessianProbes,
    int hessianImages,
    int mixedEpochs,
    Cost bitCost,
    double bitCostWeight) {
  /** A figure of a layer's part of the Hessian. */
  public enum Figure {
    /** The mean of its eigenvalues. */
    TRACE,
    /** The one of largest magnitude. */
    EIGENVALUE
  }

  /** What bits cost. */
  public enum Cost {
    /** Simulated, of the layers one by one. */
    LATENCY,
    /** MACs times bits of weights times bits of activations. */
    BITOPS
  }

  /** Operands of a layer. */
  public enum Operands {
    WEIGHTS,
    /** What the layer reads, too. */
    BOTH
  }
}
