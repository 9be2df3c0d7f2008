package dev.twobit.results;

import java.util.List;

/**
 * What a finished run shows whose budget is a list: a network a budget, beside the original and its
 * uniform scalings, trained alike; one file, {@code results.json}.
 *
 * @param schemaVersion {@link RunResults#SCHEMA_VERSION}
 * @param references what is beside the curve: the file as imported and in full precision
 * @param spread between the narrowest and the widest there could be
 */
public record CurveResults(
    int schemaVersion,
    String twobitVersion,
    RunRequest request,
    RunResults.Setting setting,
    List<NetworkRow> references,
    Curve curve,
    LatencySpread spread,
    RunResults.Findings findings)
    implements FinishedRun {
  public CurveResults {
    references = List.copyOf(references);
  }

  /**
   * Accuracy against cost.
   *
   * @param original as it is, of the bits that all have
   * @param points one a budget, the smallest budget first
   */
  public record Curve(CurveNetwork original, List<CurvePoint> points) {
    public Curve {
      points = List.copyOf(points);
    }
  }

  public List<CurvePoint> points() {
    return curve.points();
  }

  @Override
  public <R> R fold(Cases<R> cases) {
    return cases.curve(this);
  }
}
