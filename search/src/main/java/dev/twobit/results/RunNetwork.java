package dev.twobit.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network of a finished run, with what runs are compared by.
 *
 * @param budget of a list of budgets; empty where there is one
 * @param isResult whether the run found or trained it, and did not begin with it
 * @param accuracies as in {@link NetworkRow}
 * @param counted absent of a training, which counts nothing
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // absent in JSON
public record RunNetwork(
    String label,
    String budget,
    boolean isResult,
    List<Accuracy> accuracies,
    Optional<Counted> counted,
    Optional<NetworkRow.SimulatedCost> simulated) {
  public RunNetwork {
    accuracies = List.copyOf(accuracies);
  }

  /** MACs and parameters. */
  public record Counted(long macs, long params) {}

  static RunNetwork of(NetworkRow row, String budget, boolean isResult) {
    return new RunNetwork(
        row.label(),
        budget,
        isResult,
        row.accuracies(),
        Optional.of(new Counted(row.flops(), row.params())),
        row.simulated());
  }

  /** As deployed, else as trained. */
  public Optional<Accuracy> accuracy() {
    return accuracies.stream()
        .filter(a -> a.form() == Accuracy.Form.AS_DEPLOYED)
        .findFirst()
        .or(() -> accuracies.stream().findFirst());
  }

  /** Of {@link #accuracy}, 0..100. */
  public Optional<Double> top1Percent() {
    return accuracy().map(Accuracy::top1Percent);
  }

  /** Those of a search: what it began with and what it found. */
  public static List<RunNetwork> of(FinishedRun run) {
    return run.fold(
        new FinishedRun.Cases<List<RunNetwork>>() {
          @Override
          public List<RunNetwork> one(RunResults one) {
            return one.networks().stream()
                .map(row -> of(row, "", row.kind() == NetworkKind.QUANTIZED_ADAPTED))
                .toList();
          }

          @Override
          public List<RunNetwork> curve(CurveResults curve) {
            List<RunNetwork> all = new ArrayList<>();
            curve.references().forEach(row -> all.add(of(row, "", false)));
            all.add(of(curve.curve().original().row(), "", false));
            for (CurvePoint point : curve.points()) {
              all.add(of(point.found().row(), point.budget(), true));
              all.add(of(point.uniform().row(), point.budget(), false));
            }
            return List.copyOf(all);
          }
        });
  }
}
