package dev.twobit.simulator.validation;

import java.util.List;

/**
 * The same points with another factor between nodes or another meaning of the one constant, so that
 * the choice of either can be judged.
 *
 * @param scaling name of the {@link NodeScaling}
 * @param form what the constant multiplies
 * @param constant fitted on the same point as the figures that are shown
 * @param meanErrorPercent of the points it is not fitted on; {@code worstErrorPercent} likewise
 * @param worstByFittedPoint the worst of the others with each point in turn as the fitted one
 */
public record SiliconTrial(
    String scaling,
    String form,
    double constant,
    double meanErrorPercent,
    double worstErrorPercent,
    List<Double> worstByFittedPoint) {
  public SiliconTrial {
    worstByFittedPoint = List.copyOf(worstByFittedPoint);
  }

  static SiliconTrial of(
      NodeScaling scaling, String form, OneConstant model, List<Double> given, int on) {
    return new SiliconTrial(
        scaling.name(),
        form,
        model.fitted(given, on),
        model.meanOfOthers(given, on),
        model.worstOfOthers(given, on),
        model.worstByFittedPoint(given));
  }
}
