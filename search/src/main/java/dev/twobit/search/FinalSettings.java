package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How networks are compared with the original (search/docs/methods.md#the-final).
 *
 * @param finalSeeds trainings of each network
 * @param mostFinalSeeds trainings that a comparison which is undecided goes on to; no more than
 *     {@code finalSeeds}: it ends there
 * @param finalShare of the held-out images that the final compares on, 0 to 1; the others are for
 *     choices before it
 * @param finalLevel highest probability of another network being returned where none is better
 */
@JsonNaming(KebabCaseStrategy.class)
public record FinalSettings(
    int finalSeeds, int mostFinalSeeds, double finalShare, double finalLevel) {
  /** Fewer trainings tell nothing of how much they scatter. */
  public static final int LEAST_SEEDS = 2;

  /**
   * Of the final level that the first look spends where there are two: little, for what it misses
   * is looked at again.
   */
  private static final double FIRST_LOOK = 0.2;

  /** Trainings of each network before it is first asked whether one is better. */
  public int trainings() {
    return Math.max(LEAST_SEEDS, finalSeeds);
  }

  /** Of a network that is compared to the end. */
  public int mostTrainings() {
    return Math.max(trainings(), mostFinalSeeds);
  }

  /**
   * What a look may return another network by chance with. The chance of either of two looks is at
   * most the sum, however they go together.
   *
   * @param last after the most trainings
   */
  public double level(boolean last) {
    if (mostTrainings() == trainings()) {
      return finalLevel;
    }
    return finalLevel * (last ? 1 - FIRST_LOOK : FIRST_LOOK);
  }
}
