package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.Content;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.Images;
import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.SearchWork;
import dev.twobit.experiment.trial.Subject;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.Network;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.cost.Costs;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.training.Evaluator;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import java.util.List;

/**
 * What a search run works with, loaded and checked before anything is written.
 *
 * @param trial the search
 * @param prepared the network in its forms
 * @param task what the method is given
 * @param space of the settings: what the spread is measured over
 */
record SearchSetup(
    SearchRequest request,
    Subjects subjects,
    SearchTrial trial,
    HardwareConfig hardware,
    PreparedNetwork prepared,
    PreparedData images,
    SearchTask task,
    SearchSpace space) {
  /** As the file has it. */
  Network imported() {
    return prepared.imported();
  }

  /** What is searched, counted and trained. */
  Network network() {
    return prepared.network();
  }

  /** As the method has them. */
  SearchSettings settings() {
    return trial.search().searchSettings();
  }

  CostModel costs() {
    return task.costs();
  }

  /** Costs of the network as it is, at the request's bits on the hardware. */
  Costs original() {
    return costs().original();
  }

  List<Budget> budgets() {
    return task.budgets();
  }

  /** What the search leaves as it is, and why. */
  List<String> fixed() {
    return space.fixedBecause().stream().map(String::valueOf).toList();
  }

  /** Throws a one-line error for whatever does not fit together. */
  static SearchSetup load(SearchRequest request) {
    SearchSettings settings = request.search().searchSettings();
    SearchMethodRegistry.named(request.search().method(), settings);
    DeployableQuantizers.require(request.arithmetic().scheme());
    Subjects subjects = new Subjects();
    Content hardware = Subjects.hardware(request.hardware());
    Content model = Subjects.model(request.inputs().source());
    PreparedNetwork prepared = subjects.prepared(model).requireQuantized();
    Execution execution = request.execution();
    SearchTrial trial =
        new SearchTrial(
            Trial.FORMAT,
            new Subject(
                model,
                new Images(
                    subjects.data(request.inputs().data()),
                    request.inputs().normalization(),
                    0,
                    0)),
            hardware,
            request.arithmetic(),
            withBudgets(request.search()),
            execution.with(execution.seed()));
    SearchTask task = SearchWork.task(subjects, trial);
    SearchMethodRegistry.named(request.search().method(), settings).check(task);
    PreparedData images = subjects.images(trial.subject().images());
    requireTrainable(prepared.network(), images);
    return new SearchSetup(
        request,
        subjects,
        trial,
        subjects.hardware(hardware),
        prepared,
        images,
        task,
        task.space(settings));
  }

  /** The paper has budgets of its own where none is given. */
  private static SearchPlan withBudgets(SearchPlan search) {
    boolean own = search.budgets().isEmpty() && search.searchSettings().preset().equals("paper");
    return own ? search.with(Budget.PAPER) : search;
  }

  /** One image through the network finds an operator that cannot be trained. */
  private static void requireTrainable(Network network, PreparedData images) {
    Evaluator.logits(
        TrainableNetwork.of(Initializer.initialize(network, 0), QuantizationScheme.none()),
        images.test().subset("one", new int[] {0}),
        images.normalization());
  }
}
