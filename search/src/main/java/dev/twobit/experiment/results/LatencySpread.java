package dev.twobit.experiment.results;

import java.util.List;

/**
 * How much of the latency channel counts can change at all.
 *
 * @param spreadPercent widest against narrowest, in percent of the original
 * @param canConstrain spread of at least 10 %
 * @param dominating layers of the original by share of its latency, largest first
 * @param message the statement printed before the search
 */
public record LatencySpread(
    Point narrowest,
    Point original,
    Point widest,
    double spreadPercent,
    boolean canConstrain,
    List<LayerShare> dominating,
    String message) {
  public LatencySpread {
    dominating = List.copyOf(dominating);
  }

  /** One network's simulated latency. */
  public record Point(long latencyCycles, double latencyMilliseconds) {}

  /** A layer's part of the original's latency. */
  public record LayerShare(String layer, long latencyCycles, double sharePercent) {}
}
