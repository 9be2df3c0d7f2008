package dev.twobit.results;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

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

  /** Spread below which latency cannot constrain a search, percent. */
  public static final double LEAST_PERCENT = 10;

  private static final int NAMED_LAYERS = 3;

  /** The three networks on one hardware with one precision plan. */
  public static LatencySpread of(
      SimulationResult narrowest, SimulationResult original, SimulationResult widest) {
    double spread =
        100.0
            * (widest.latencyCycles() - narrowest.latencyCycles())
            / Math.max(1, original.latencyCycles());
    List<LayerShare> dominating =
        original.layers().stream()
            .sorted(Comparator.comparingLong(LayerResult::latencyCycles).reversed())
            .limit(NAMED_LAYERS)
            .map(layer -> LayerShare.of(layer, original))
            .toList();
    return new LatencySpread(
        Point.of(narrowest),
        Point.of(original),
        Point.of(widest),
        spread,
        spread >= LEAST_PERCENT,
        dominating,
        message(Point.of(narrowest), Point.of(original), Point.of(widest), spread, dominating));
  }

  private static String message(
      Point narrowest, Point original, Point widest, double spread, List<LayerShare> dominating) {
    String span =
        String.format(
            Locale.ROOT,
            "Simulated latency: narrowest %.4g ms, original %.4g ms, widest %.4g ms: a spread of"
                + " %.1f %% of the original",
            narrowest.latencyMilliseconds(),
            original.latencyMilliseconds(),
            widest.latencyMilliseconds(),
            spread);
    String verdict =
        spread >= LEAST_PERCENT
            ? "; its slowest layers are "
            : ", under 10 %: latency cannot constrain this network on this array, dominated by ";
    String layers =
        dominating.stream()
            .map(l -> String.format(Locale.ROOT, "%s (%.1f %%)", l.layer(), l.sharePercent()))
            .collect(Collectors.joining(", "));
    return span + verdict + layers + ".";
  }

  /** One network's simulated latency. */
  public record Point(long latencyCycles, double latencyMilliseconds) {
    static Point of(SimulationResult network) {
      return new Point(network.latencyCycles(), network.latencyMilliseconds());
    }
  }

  /** A layer's part of the original's latency. */
  public record LayerShare(String layer, long latencyCycles, double sharePercent) {
    static LayerShare of(LayerResult layer, SimulationResult network) {
      return new LayerShare(
          layer.name(),
          layer.latencyCycles(),
          100.0 * layer.latencyCycles() / Math.max(1, network.latencyCycles()));
    }
  }
}
