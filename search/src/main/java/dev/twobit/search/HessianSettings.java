package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How much bits of a layer are expected to lose (search/docs/methods.md#hawq).
 *
 * @param hessianFigure what of the Hessian weighs the rounding errors
 * @param hessianOf which operands' errors count
 * @param hessianProbes of the trace; or steps of power iteration
 * @param hessianImages of a probe
 */
@JsonNaming(KebabCaseStrategy.class)
public record HessianSettings(
    Figure hessianFigure, Operands hessianOf, int hessianProbes, int hessianImages) {
  /** A figure of a layer's part of the Hessian. */
  public enum Figure {
    /** The mean of its eigenvalues. */
    TRACE,
    /** The one of largest magnitude. */
    EIGENVALUE
  }

  /** Operands of a layer. */
  public enum Operands {
    WEIGHTS,
    /** What the layer reads, too. */
    BOTH
  }
}
