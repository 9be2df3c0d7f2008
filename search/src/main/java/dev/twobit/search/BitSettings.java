package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What methods choose bits of layers among (search/docs/methods.md#bits-a-layer).
 *
 * @param bitCandidates what a layer may have, weights x activations: {@code 2,4,8}, {@code 2x4,4x4}
 */
@JsonNaming(KebabCaseStrategy.class)
public record BitSettings(String bitCandidates) {}
