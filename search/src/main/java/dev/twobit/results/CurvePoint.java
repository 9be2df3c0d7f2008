package dev.twobit.results;

import java.util.List;
import java.util.Locale;

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

  /**
   * What it came to, without a full stop: the verdict of a method that compares with the original,
   * else how what it found does against the uniform scaling.
   */
  public String sentence() {
    return search.verdict().map(SearchVerdict::sentence).orElseGet(this::againstUniform);
  }

  private String againstUniform() {
    return (found.met() ? "within the budget" : "not within the budget")
        + gains.stream()
            .filter(g -> g.from() == NetworkKind.QUANTIZED_UNIFORM)
            .filter(g -> g.halfWidth95().isPresent())
            .reduce((first, last) -> last) // as deployed, where that was measured
            .map(CurvePoint::told)
            .orElse("");
  }

  private static String told(Gain gain) {
    return String.format(
        Locale.ROOT,
        ", %s %+.2f +- %.2f points against the uniform scaling",
        gain.metric(),
        gain.change(),
        gain.halfWidth95().orElseThrow());
  }
}
