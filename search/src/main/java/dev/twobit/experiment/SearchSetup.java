package dev.twobit.experiment;

import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.Network;
import dev.twobit.search.Budget;
import dev.twobit.search.BudgetReference;
import dev.twobit.search.CostKind;
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
import java.util.ArrayList;
import java.util.List;

/**
 * What a search works with, loaded and checked before anything is written.
 *
 * @param prepared the network in its forms
 * @param settings as the method has them
 * @param task what the method is given
 * @param space of the settings: what the spread is measured over
 */
record SearchSetup(
    SearchRequest request,
    HardwareConfig hardware,
    PreparedNetwork prepared,
    PreparedData images,
    SearchMethod method,
    SearchSettings settings,
    SearchTask task,
    SearchSpace space) {
  /** Costs of the network as it is, at the request's bits on the hardware. */
  Costs original() {
    return costs().original();
  }

  /** As the file has it. */
  Network imported() {
    return prepared.imported();
  }

  /** What is searched, counted and trained. */
  Network network() {
    return prepared.network();
  }

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
    SearchSettings settings = request.search().searchSettings();
    SearchMethod method = SearchMethods.named(request.search().method(), settings, stop);
    Arithmetic arithmetic = request.arithmetic();
    QuantizationScheme scheme = DeployableQuantizers.require(arithmetic.scheme());
    HardwareConfig hardware = HardwareCatalog.load(request.hardware());
    PreparedNetwork prepared = PreparedNetwork.read(request.inputs().model()).requireQuantized();
    Network network = prepared.network();
    PreparedData images = PreparedData.load(
            request.inputs().data(), request.inputs().normalization(), network);
    SearchSpace space = settings.space(network);
    CostModel costs = new CostModel(network, hardware, arithmetic.bits(), arithmetic.residualBits());
    List<Budget> budgets = budgets(request.search(), BudgetReference.of(costs, network, settings));
    SearchTask task =
        new SearchTask(
            network,
            costs,
            budgets,
            scheme,
            new SearchTask.Images(images.train(), images.normalization()),
            new SearchTask.Execution(
                request.execution().seed(),
                request.execution().threads(),
                arithmetic.layerPrecision()));
    method.check(task);
    requireTrainable(network, images);
    return new SearchSetup(
        request,
        hardware,
        prepared,
        images,
        method,
        settings,
        task,
        space);
  }

  private static List<Budget> budgets(SearchPlan search, BudgetReference reference) {
    if (search.budgets().isEmpty() && search.searchSettings().preset().equals("paper")) {
      return Budget.paper(reference);
    }
    List<Budget> budgets = new ArrayList<>();
    for (String given : search.budgets()) {
      int at = given.indexOf('=');
      CostKind kind = CostKind.named(given.substring(0, at));
      budgets.add(Budget.parse(kind, given.substring(at + 1), reference));
    }
    return budgets;
  }

  /** One image through the network finds an operator that cannot be trained. */
  private static void requireTrainable(Network network, PreparedData images) {
    Evaluator.logits(
        TrainableNetwork.of(Initializer.initialize(network, 0), QuantizationScheme.none()),
        images.test().subset("one", new int[] {0}),
        images.normalization());
  }
}
