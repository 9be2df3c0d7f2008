package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.OnnxClassifier;
import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.network.CostSummary;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.results.Accuracy;
import dev.twobit.results.Accuracy.SeedAccuracy;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.NetworkRow;
import dev.twobit.results.SimulationResult;
import dev.twobit.simulator.PrecisionPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The compared networks, one row each. */
final class NetworkRowAssembly {
  private static final int FLOAT_BITS = 32;

  private final SearchSetup setup;

  NetworkRowAssembly(SearchSetup setup) {
    this.setup = setup;
  }

  /**
   * A network that runs on the hardware.
   *
   * @param outcomes its trainings, among others of other kinds
   */
  NetworkRow quantized(
      NetworkKind kind,
      Network network,
      PrecisionPlan plan,
      SimulationResult simulated,
      List<TrainedNetwork> outcomes) {
    return quantized(
        kind,
        RunTrainings.name(kind, setup.request().arithmetic().bits()),
        network,
        new Quantized(plan, simulated),
        outcomes);
  }

  /** As above, called otherwise. */
  NetworkRow quantized(
      NetworkKind kind,
      String label,
      Network network,
      Quantized quantized,
      List<TrainedNetwork> outcomes) {
    return trained(kind, label, network, outcomes, Optional.of(quantized));
  }

  /** What a network in floating point has not. */
  record Quantized(PrecisionPlan plan, SimulationResult simulated) {}

  /** Where the others begin with the file's weights, it is these. */
  NetworkRow fullPrecision(
      Optional<ImportedEvaluation.Outcome> imported, List<TrainedNetwork> outcomes) {
    NetworkKind kind = NetworkKind.FULL_PRECISION;
    String label = RunTrainings.name(kind, setup.request().arithmetic().bits());
    if (!setup.request().start().isImported()) {
      return trained(kind, label, setup.network(), outcomes, Optional.empty());
    }
    CostSummary counts = CostSummary.of(setup.network());
    return new NetworkRow(
        kind,
        label,
        "as in the file",
        accuracies(imported),
        counts.macs(),
        counts.params(),
        weightBytes(setup.network(), Optional.empty()),
        Optional.empty());
  }

  private static List<Accuracy> accuracies(Optional<ImportedEvaluation.Outcome> imported) {
    return imported.stream().map(ImportedEvaluation.Outcome::accuracy).toList();
  }

  NetworkRow imported(Optional<ImportedEvaluation.Outcome> outcome) {
    Network file = setup.imported();
    CostSummary counts = CostSummary.of(file);
    return new NetworkRow(
        NetworkKind.IMPORTED,
        "as imported",
        outcome.isPresent() ? "as in the file" : "no weights in the file",
        accuracies(outcome),
        counts.macs(),
        counts.params(),
        weightBytes(file, Optional.empty()),
        Optional.empty());
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // empty: float
  private NetworkRow trained(
      NetworkKind kind,
      String label,
      Network network,
      List<TrainedNetwork> outcomes,
      Optional<Quantized> quantized) {
    List<TrainedNetwork> own = outcomes.stream().filter(o -> o.kind() == kind).toList();
    CostSummary counts = CostSummary.of(network);
    return new NetworkRow(
        kind,
        label,
        training(),
        accuracies(own),
        counts.macs(),
        counts.params(),
        weightBytes(network, quantized.map(Quantized::plan)),
        quantized.map(q -> NetworkRow.SimulatedCost.of(q.simulated)));
  }

  private String training() {
    TrainingPlan plan = setup.request().training();
    return plan.values().epochs()
        + " epochs of recipe "
        + plan.recipe()
        + (setup.request().start().isImported()
            ? " from the file's weights"
            : " from fresh weights")
        + (setup.start().teacher().isPresent() ? " with a teacher" : "");
  }

  private List<Accuracy> accuracies(List<TrainedNetwork> outcomes) {
    long images = setup.images().test().size();
    List<Accuracy> accuracies = new ArrayList<>();
    accuracies.add(
        Accuracy.ofSeeds(
            Accuracy.Form.AS_TRAINED,
            outcomes.stream()
                .map(o -> new SeedAccuracy(o.seed(), o.result().top1Percent()))
                .toList(),
            images,
            "libtorch"));
    List<SeedAccuracy> deployed =
        outcomes.stream()
            .flatMap(
                o ->
                    o.result().deployedTop1Percent().stream()
                        .mapToObj(percent -> new SeedAccuracy(o.seed(), percent)))
            .toList();
    if (!deployed.isEmpty()) {
      accuracies.add(
          Accuracy.ofSeeds(Accuracy.Form.AS_DEPLOYED, deployed, images, OnnxClassifier.NAME));
    }
    return accuracies;
  }

  /** Weights of convolutions and fully connected layers, each layer's packed by itself. */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // empty: float
  private static long weightBytes(Network network, Optional<PrecisionPlan> plan) {
    long bytes = 0;
    for (Layer layer : network.layers()) {
      long weights = layer.asWeighted().map(CostSummary::weightsOf).orElse(0L);
      if (weights > 0) {
        int bits = plan.map(p -> p.weightBits(layer)).orElse(FLOAT_BITS);
        bytes += (weights * bits + Byte.SIZE - 1) / Byte.SIZE;
      }
    }
    return bytes;
  }
}
