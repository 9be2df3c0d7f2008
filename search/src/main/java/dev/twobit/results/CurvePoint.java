package dev.twobit.results;

import java.util.List;

/**
 * What one budget of a list came to.
 *
 * @param budget that tells it from the others, {@code latency 0.6x}
 * @param file of the found network's integers
 * @param found by the method
 * @param uniform all searched widths by one number, the largest within the budget
 * @param search how the method came to it, with its verdict if it compares with the original
 * @param gains of what was found over the original and over the uniform scaling
 */
public record CurvePoint(
    String budget,
    String file,
    CurveNetwork found,
    CurveNetwork uniform,
    SearchTrajectory search,
    List<Gain> gains) {
  public CurvePoint {
    gains = List.copyOf(gains);
  }
}
