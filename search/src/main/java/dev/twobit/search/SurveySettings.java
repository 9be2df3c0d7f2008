package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How networks are looked over before halving trains any (search/docs/methods.md#halving).
 *
 * @param fieldValue what networks are worth then
 * @param surveyedNetworks networks of which the loss is measured after that of units one at a time,
 *     where they are worth what that loss is
 * @param surveyImages training images that a loss is measured on, each as the step that learns from
 *     it sees it; 0: no steps, and held-out images
 */
@JsonNaming(KebabCaseStrategy.class)
public record SurveySettings(FieldValue fieldValue, int surveyedNetworks, int surveyImages) {
  /**
   * Epochs of the training images that all its losses take.
   *
   * @param units of the space: each at two widths
   * @param trainImages of an epoch
   */
  public double epochs(int units, long trainImages) {
    double losses = fieldValue == FieldValue.LOSS ? 1 + 2.0 * units + surveyedNetworks : 0;
    return losses * Math.min(surveyImages, trainImages) / trainImages;
  }

  /** Networks that are measured in one of so many fields. */
  public int networks(int fields) {
    return surveyedNetworks / fields;
  }
}
