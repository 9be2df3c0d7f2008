package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How preferences for bits are learned (search/docs/methods.md#edmips).
 *
 * @param mixedEpochs of training with all candidates at once
 * @param preferenceRate at the peak of the weights' learning rate, whose schedule it follows
 * @param bitCost what preferences are pushed down by
 * @param bitCostWeight of that beside the cross-entropy, nats for all of the limit
 */
@JsonNaming(KebabCaseStrategy.class)
public record MixedSettings(
    int mixedEpochs, double preferenceRate, Cost bitCost, double bitCostWeight) {
  /** What bits cost. */
  public enum Cost {
    /** Simulated, of the layers one by one. */
    LATENCY,
    /** MACs times bits of weights times bits of activations. */
    BITOPS
  }
}
