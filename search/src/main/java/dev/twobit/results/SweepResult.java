package dev.twobit.results;

import java.util.List;

/**
 * A design space: models x hardware x settings.
 *
 * @param bits of inner layers' weights on the first accelerator; {@code residualBits} of the
 *     residual path there
 * @param precision how operands are as wide as they are, one line a model
 * @param points in the order of what was asked for, the last key fastest
 * @param notes what else changed with the settings, and what was left as the files state it
 * @param slowdowns layers that a larger array makes slower
 */
public record SweepResult(
    String twobitVersion,
    int bits,
    int residualBits,
    List<String> precision,
    List<SweepPoint> points,
    List<String> notes,
    List<Slowdown> slowdowns) {
  public SweepResult {
    precision = List.copyOf(precision);
    points = List.copyOf(points);
    notes = List.copyOf(notes);
    slowdowns = List.copyOf(slowdowns);
  }

  /**
   * A pair of points of which the one with more MACs has a slower layer; the layer that loses most.
   *
   * @param smaller index into points; {@code larger} likewise
   * @param slowerLayers how many layers are slower
   * @param rule what of the array makes it so
   */
  public record Slowdown(
      int smaller,
      int larger,
      String layer,
      long smallerCycles,
      long largerCycles,
      int slowerLayers,
      String rule) {}
}
