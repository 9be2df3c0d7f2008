package dev.twobit.results;

import java.util.List;
import java.util.Optional;

/** Made-up runs of two budgets with every part of {@link CurveResults} filled. */
public final class SyntheticCurve {
  private SyntheticCurve() {}

  /**
   * Of {@link SyntheticRun}'s networks.
   *
   * @param prefix of names, to carry hostile text
   */
  public static CurveResults of(String prefix) {
    RunResults run = SyntheticRun.of(3, prefix);
    return new CurveResults(
        RunResults.SCHEMA_VERSION,
        run.twobitVersion(),
        run.request(),
        run.setting(),
        run.networks().subList(0, 2),
        new CurveResults.Curve(
            new CurveNetwork(
                run.networks().get(2),
                heldOut(run.networks().get(2)),
                List.of(),
                List.of(),
                run.codes(NetworkKind.QUANTIZED_ORIGINAL)),
            List.of(point(run, prefix + "latency 0.8x"), unjudged(run, "latency 1.0x"))),
        run.spread(),
        run.findings());
  }

  private static CurvePoint point(RunResults run, String budget) {
    NetworkRow adapted = run.networks().get(3);
    NetworkRow uniform = uniform(run.networks().get(2));
    return new CurvePoint(
        budget,
        "adapted-latency.onnx",
        new CurveNetwork(
            adapted,
            heldOut(adapted),
            run.budgets(),
            run.widths(),
            run.codes(NetworkKind.QUANTIZED_ADAPTED)),
        new CurveNetwork(
            uniform, heldOut(uniform), run.budgets(), run.widths().subList(0, 2), Optional.empty()),
        run.search(),
        Gain.between(uniform, adapted));
  }

  /** Of a method that does not compare itself; at the original's latency. */
  private static CurvePoint unjudged(RunResults run, String budget) {
    CurvePoint judged = point(run, budget);
    SearchTrajectory search = judged.search();
    NetworkRow found = slower(judged.found().row(), run.networks().get(2));
    return new CurvePoint(
        budget,
        judged.file(),
        new CurveNetwork(
            found,
            judged.found().heldOut(),
            judged.found().budgets(),
            judged.found().widths(),
            judged.found().codes()),
        judged.uniform(),
        new SearchTrajectory(
            search.method(),
            search.figures(),
            search.epochs(),
            search.expansions(),
            search.decisions(),
            Optional.empty()),
        Gain.between(judged.uniform().row(), found));
  }

  private static NetworkRow slower(NetworkRow row, NetworkRow as) {
    return new NetworkRow(
        row.kind(),
        row.label(),
        row.training(),
        row.accuracies(),
        row.flops(),
        row.params(),
        row.packedWeightBytes(),
        as.simulated());
  }

  private static NetworkRow uniform(NetworkRow original) {
    return new NetworkRow(
        NetworkKind.QUANTIZED_UNIFORM,
        "2-bit uniform",
        original.training(),
        original.accuracies(),
        original.flops(),
        original.params(),
        original.packedWeightBytes(),
        original.simulated());
  }

  private static Optional<Accuracy> heldOut(NetworkRow row) {
    return row.accuracy(Accuracy.Form.AS_DEPLOYED);
  }
}
