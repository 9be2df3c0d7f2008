package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.CandidateTraining;
import dev.twobit.experiment.trial.Content;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.HeldOut;
import dev.twobit.experiment.trial.Images;
import dev.twobit.experiment.trial.Inputs;
import dev.twobit.experiment.trial.OtherBits;
import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.experiment.trial.SearchWork;
import dev.twobit.experiment.trial.Start;
import dev.twobit.experiment.trial.Structure;
import dev.twobit.experiment.trial.Subject;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.Network;
import dev.twobit.precision.BitRule;
import dev.twobit.results.LearningRateProbe;
import dev.twobit.results.NetworkKind;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.search.bits.UniformBits;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.cost.Costs;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Evaluator;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a search run works with, loaded and checked before anything is written.
 *
 * @param request with what was decided of the weights that networks begin with
 * @param trial the search
 * @param prepared the network in its forms
 * @param task what the method is given
 * @param told what was decided, for a person, a line each
 */
public record SearchSetup(
    SearchRequest request,
    Subjects subjects,
    SearchTrial trial,
    HardwareConfig hardware,
    PreparedNetwork prepared,
    PreparedData images,
    SearchTask task,
    List<String> told) {
  /** As the file has it. */
  Network imported() {
    return prepared.imported();
  }

  /** What is searched, counted and trained. */
  Network network() {
    return prepared.network();
  }

  /** As the method has them. */
  public SearchSettings settings() {
    return trial.search().searchSettings();
  }

  /** As the method has it. */
  Coupling coupling() {
    return settings().space().coupling();
  }

  /** Of the settings: what the spread is measured over. */
  SearchSpace space() {
    return task.space(settings());
  }

  /** What networks begin with, in the search and after it. */
  Start start() {
    return trial.candidates().map(CandidateTraining::start).orElseGet(Start::fresh);
  }

  CostModel costs() {
    return task.costs();
  }

  /** At the bits that were found, of the residual path and of layers. */
  CostModel costs(SearchTrialResult found) {
    CostModel ofResidual =
        task.alternatives().stream()
            .filter(a -> found.residualBits().filter(b -> b == a.residualBits()).isPresent())
            .map(SearchTask.Alternative::costs)
            .findFirst()
            .orElseGet(this::costs);
    return ofResidual.with(BitRule.parse("bits of layers", found.bitsOf()));
  }

  /**
   * Rules of the most bits that all layers can have whose bits the method chooses; empty for other
   * methods, and where these are the bits that were asked for.
   */
  List<String> uniformBits() {
    if (!SearchMethodRegistry.choosesBits(trial.search().method())) {
      return List.of();
    }
    return UniformBits.most(task, settings().bits())
        .map(most -> OtherBits.of(network(), costs().precision(network()), most))
        .orElseGet(List::of);
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
    return space().fixedBecause().stream().map(String::valueOf).toList();
  }

  /** Throws a one-line error for whatever does not fit together. */
  public static SearchSetup load(SearchRequest request) {
    Subjects subjects = new Subjects();
    requireWithoutImages(request, subjects);
    return loaded(request, images(request.inputs(), subjects), subjects);
  }

  /** What is wrong with all but the images is told before these are read. */
  static void requireWithoutImages(SearchRequest request, Subjects subjects) {
    SearchMethodRegistry.named(request.search().method(), request.search().searchSettings());
    DeployableQuantizers.require(request.start().fresh().arithmetic().scheme());
    DeployableQuantizers.require(request.start().imported().arithmetic().scheme());
    SearchWork.requireWithoutImages(
        subjects,
        Subjects.model(request.inputs().source()),
        Subjects.hardware(request.hardware()),
        request.arithmetic(),
        request.search().alternatives().stream().map(SearchSetup::withBudgets).toList());
  }

  /**
   * As above.
   *
   * @param asked of the request's data, normalized as the request says
   */
  static SearchSetup load(SearchRequest request, Images asked, Subjects subjects) {
    requireWithoutImages(request, subjects);
    return loaded(request, asked, subjects);
  }

  private static SearchSetup loaded(SearchRequest request, Images asked, Subjects subjects) {
    SearchSettings settings = request.search().searchSettings();
    Content hardware = Subjects.hardware(request.hardware());
    Content model = Subjects.model(request.inputs().source());
    PreparedNetwork prepared = subjects.prepared(model).requireQuantized();
    PreparedData images = subjects.images(asked);
    images.data().requireFit(prepared.network());
    Torch.useThreads(request.execution().threads());
    StartDecision decision = StartDecision.of(request, prepared, images);
    SearchRequest decided =
        request.with(request.start().with(decision.init()), decision.normalization());
    TeacherDecision teacher = TeacherDecision.of(decided, model, images, subjects);
    Execution execution = request.execution().with(request.execution().seed());
    SearchTrial trial =
        new SearchTrial(
            Trial.FORMAT,
            new Subject(model, asked.normalized(decision.normalization())),
            hardware,
            decided.arithmetic(),
            withBudgets(request.search()),
            Optional.of(
                new CandidateTraining(
                    new Start(
                        decision.init().name().toLowerCase(Locale.ROOT),
                        teacher.teacher(),
                        settings.space().newChannels()),
                    decided.training().executed(execution))),
            execution);
    SearchTask task = SearchWork.task(subjects, trial);
    SearchMethodRegistry.named(request.search().method(), settings).check(task);
    requireTrainable(prepared.network(), decided.arithmetic().scheme(), images);
    return new SearchSetup(
        decided,
        subjects,
        trial,
        subjects.hardware(hardware),
        prepared,
        subjects.images(trial.subject().images()),
        task,
        List.of(decision.told(), teacher.told()));
  }

  /**
   * The same under other budgets: nothing is decided or measured anew. Throws a one-line error for
   * budgets that cannot be met, as far as that can be told.
   */
  SearchSetup with(SearchPlan plan) {
    SearchTrial other = trial.with(plan);
    SearchTask otherTask = SearchWork.task(subjects, other);
    SearchMethodRegistry.named(plan.method(), plan.searchSettings()).check(otherTask);
    return new SearchSetup(
        request.with(plan), subjects, other, hardware, prepared, images, otherTask, told);
  }

  /** The probe of its trainings' learning rate, where one was asked for. */
  Optional<RateProbe> probe() {
    if (!request.start().probe()) {
      return Optional.empty();
    }
    TrainingTrial training =
        RunTrainings.trial(
            this,
            NetworkKind.QUANTIZED_ORIGINAL,
            Structure.original(network()),
            request.execution().seed());
    return Optional.of(
        RateProbe.of(training, request.search().searchSettings().last().finalShare(), subjects));
  }

  /** The same with the learning rate that a probe chose for all trainings, the search's too. */
  SearchSetup at(LearningRateProbe probed) {
    SearchRequest chosen = request.with(request.start().at(probed));
    SearchTrial other = trial.trainedBy(chosen.training());
    List<String> decided = new ArrayList<>(told);
    decided.add(probed.sentence());
    return new SearchSetup(
        chosen,
        subjects,
        other,
        hardware,
        prepared,
        images,
        SearchWork.task(subjects, other),
        List.copyOf(decided));
  }

  /** The search for the best uniform scaling within the budgets; throws if there is none. */
  SearchTrial uniform() {
    SearchPlan plan =
        SearchPlan.of(SearchMethodRegistry.UNIFORM, settings(), trial.search().budgets());
    SearchMethodRegistry.named(plan.method(), plan.searchSettings()).check(task);
    return trial.with(plan);
  }

  private static Images images(Inputs inputs, Subjects subjects) {
    Content data = subjects.data(inputs.data());
    return new Images(
        data, inputs.normalization(), 0, 0, HeldOut.parse(inputs.heldOut(), data, subjects));
  }

  /** The paper has budgets of its own where none is given. */
  private static SearchPlan withBudgets(SearchPlan search) {
    boolean own = search.budgets().isEmpty() && search.searchSettings().preset().equals("paper");
    return own ? search.with(Budget.PAPER) : search;
  }

  /** One image through the network finds an operator or a quantizer that cannot be trained. */
  private static void requireTrainable(
      Network network, QuantizationScheme scheme, PreparedData images) {
    Evaluator.logits(
        TrainableNetwork.of(Initializer.initialize(network, 0), scheme),
        images.test().subset("one", new int[] {0}),
        images.normalization());
  }
}
