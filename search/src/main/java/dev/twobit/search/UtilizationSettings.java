package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How often widths are moved by utilization, and what that is judged by
 * (search/docs/methods.md#utilization).
 *
 * @param utilizationIterations moves at the most
 * @param utilizationMoves networks that are trained for a move
 * @param utilizationEpochs of each of these trainings
 * @param measuredEpochs of the training before lane groups are masked
 */
@JsonNaming(KebabCaseStrategy.class)
public record UtilizationSettings(
    int utilizationIterations, int utilizationMoves, int utilizationEpochs, int measuredEpochs) {

  /** Epochs before lane groups are masked, no more than the full training has. */
  public int measuredEpochs(int fullEpochs) {
    return Math.min(measuredEpochs, fullEpochs);
  }
}
