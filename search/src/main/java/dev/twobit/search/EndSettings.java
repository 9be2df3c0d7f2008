package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How a search by gradient comes from its preferences to a network.
 *
 * @param end which networks they stand for
 * @param drawnNetworks networks that are drawn
 */
@JsonNaming(KebabCaseStrategy.class)
public record EndSettings(End end, int drawnNetworks) {
  /** Which networks preferences stand for. */
  public enum End {
    /** The one of the largest logits. */
    ARGMAX,
    /** Drawn ones, judged, and compared with the original. */
    DRAWN
  }
}
