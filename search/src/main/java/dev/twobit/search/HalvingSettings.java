package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How many networks are compared, and for how long (search/docs/methods.md#halving).
 *
 * @param fieldNetworks networks that the first rung trains, controls included
 * @param calibratedNetworks networks judged without training for a place among them
 * @param halvingRungs rungs before the final
 * @param halvingFactor how many times fewer networks a rung has than the one before, and how many
 *     times more epochs
 * @param rungEpochs epochs of the first rung
 * @param rungScore what ranks them
 * @param finalNetworks best of the last rung that the final compares with the original
 */
@JsonNaming(KebabCaseStrategy.class)
public record HalvingSettings(
    int fieldNetworks,
    int calibratedNetworks,
    int halvingRungs,
    int halvingFactor,
    int rungEpochs,
    RungScore rungScore,
    int finalNetworks) {

  /**
   * One of so many fields that are raced together.
   *
   * @param fields at least 1
   */
  public HalvingSettings share(int fields) {
    return new HalvingSettings(
        Math.max(2, fieldNetworks / fields),
        calibratedNetworks / fields,
        halvingRungs,
        halvingFactor,
        rungEpochs,
        rungScore,
        finalNetworks);
  }

  /**
   * Networks of a rung that are no controls; at the least as many as the final takes.
   *
   * @param rung 0-based
   * @param start of the first rung
   */
  public int places(int rung, int start) {
    double share = start / Math.pow(halvingFactor, rung);
    return Math.max(finalNetworks, (int) Math.ceil(share));
  }

  /**
   * Epochs of a rung, no more than the full training has.
   *
   * @param rung 0-based
   */
  public int epochs(int rung, int fullEpochs) {
    double epochs = rungEpochs * Math.pow(halvingFactor, rung);
    return (int) Math.min(epochs, fullEpochs);
  }
}
