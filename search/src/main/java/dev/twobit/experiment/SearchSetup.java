package dev.twobit.experiment;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.BatchNormalizationRestorer;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.CostKind;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.onnx.OnnxImporter;
import dev.twobit.onnx.SupportCheck;
import dev.twobit.search.Budget;
import dev.twobit.search.BudgetReference;
import dev.twobit.search.CostModel;
import dev.twobit.search.Costs;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchSpace;
import dev.twobit.search.SearchTask;
import dev.twobit.search.baseline.SearchMethods;
import dev.twobit.training.Evaluator;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.Normalization;
import java.util.ArrayList;
import java.util.List;

/**
 * What a search works with, loaded and checked before anything is written.
 *
 * @param imported as the file has it
 * @param network with batch normalization restored: what is searched, counted and trained
 * @param restored convolutions that got their batch normalization back
 * @param settings as the method has them
 * @param task what the method is given
 * @param space of the settings: what the spread is measured over
 * @param original costs of {@code network} at the request's bits on the hardware
 */
record SearchSetup(
    SearchRequest request,
    HardwareConfig hardware,
    Network imported,
    Network network,
    int restored,
    DatasetPair data,
    Normalization normalization,
    SearchMethod method,
    SearchSettings settings,
    SearchTask task,
    SearchSpace space,
    Costs original) {
  CostModel costs() {
    return task.costs();
  }

  List<Budget> budgets() {
    return task.budgets();
  }

  /** What the search leaves as it is, and why. */
  List<String> fixed() {
    return space.fixedBecause().stream().map(String::valueOf).toList();
  }

  /**
   * Throws a one-line error for whatever does not fit together.
   *
   * @param stop ends the method's search early
   */
  static SearchSetup load(SearchRequest request, StopRequest stop) {
    SearchSettings settings = SearchMethods.settings(request.method(), request.settings());
    SearchMethod method = SearchMethods.named(request.method(), settings, stop);
    QuantizationScheme scheme =
        DeployableQuantizers.require(
            request.weights(), request.activations(), settings.alphaFromData());
    HardwareConfig hardware = HardwareCatalog.load(request.hardware());
    Network imported = OnnxImporter.read(request.model());
    SupportCheck.requireSupported(imported);
    Network canonical = NetworkCanonicalizer.canonical(imported);
    ConvolutionRoles.requireQuantized(canonical);
    DatasetPair data = DatasetPair.load(request.data());
    data.requireFit(canonical);
    Normalization normalization = TrainingRun.normalization(request.normalization(), data.train());
    var restoration = BatchNormalizationRestorer.restore(canonical);
    Network network = restoration.network();
    SearchSpace space = settings.space(network);
    CostModel costs = new CostModel(network, hardware, request.bits(), request.residualBits());
    Costs original = costs.original();
    List<Budget> budgets =
        budgets(request, BudgetReference.of(costs, settings.budget().bandBase(), space));
    SearchTask task =
        new SearchTask(
            network,
            costs,
            budgets,
            scheme,
            data.train(),
            normalization,
            request.seeds().get(0),
            request.threads(),
            request.precision());
    method.check(task);
    requireTrainable(network, data, normalization);
    return new SearchSetup(
        request,
        hardware,
        imported,
        network,
        restoration.restored().size(),
        data,
        normalization,
        method,
        settings,
        task,
        space,
        original);
  }

  private static List<Budget> budgets(SearchRequest request, BudgetReference reference) {
    if (request.budgets().isEmpty() && request.settings().preset().equals("paper")) {
      return Budget.paper(reference);
    }
    List<Budget> budgets = new ArrayList<>();
    for (String given : request.budgets()) {
      int at = given.indexOf('=');
      CostKind kind = CostKind.named(given.substring(0, at));
      budgets.add(Budget.parse(kind, given.substring(at + 1), reference));
    }
    return budgets;
  }

  /** One image through the network finds an operator that cannot be trained. */
  private static void requireTrainable(
      Network network, DatasetPair data, Normalization normalization) {
    Evaluator.logits(
        TrainableNetwork.of(Initializer.initialize(network, 0), QuantizationScheme.none()),
        data.test().subset("one", new int[] {0}),
        normalization);
  }
}
