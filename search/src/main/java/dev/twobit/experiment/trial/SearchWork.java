package dev.twobit.experiment.trial;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchEpoch;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.SpaceSettings;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.BudgetReference;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.cost.Costs;
import dev.twobit.tensor.Torch;
import dev.twobit.training.EpochPosition;
import dev.twobit.training.LayerQuantizers;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs a {@link SearchTrial}. */
public final class SearchWork {
  /** What a search chooses among, the usual one first. */
  private static final List<Integer> RESIDUAL_BITS = List.of(8, 4, 2);

  private final Subjects subjects;
  private final TrialListener listener;
  private final TrialPlaces places;

  SearchWork(Subjects subjects, TrialListener listener, TrialPlaces places) {
    this.subjects = subjects;
    this.listener = listener;
    this.places = places;
  }

  SearchTrialResult run(SearchTrial trial, Path folder, StopRequest stop) throws IOException {
    long start = System.nanoTime();
    EpochLog log = places.log(trial, folder);
    SearchTask task = task(subjects, trial);
    SearchMethod method =
        SearchMethodRegistry.named(
            trial.search().method(),
            trial.search().searchSettings(),
            new ComparedSearch.Running(stop, places.scores(trial)));
    method.check(task);
    FoundNetwork found =
        method.run(
            task, folder.resolve(TrialWork.CHECKPOINT + "-search"), new Told(trial, log, listener));
    List<SearchEpoch> epochs = log.searches();
    return new SearchTrialResult(
        FoundWidths.of(task.network(), task.network()),
        FoundWidths.of(task.network(), found.network()),
        costs(found.costs(), task.budgets()),
        costs(task.costs().original(), task.budgets()),
        new SearchTrialResult.Account(
            found.figures(),
            found.verdict(),
            OtherBits.of(
                found.network(), task.costs().precision(found.network()), found.precision())),
        found.search().map(GradientSearch::of),
        epochs,
        epochs.isEmpty()
            ? (System.nanoTime() - start) * 1e-9
            : epochs.stream().mapToDouble(SearchEpoch::seconds).sum());
  }

  /** To the log and to the listener. */
  private record Told(SearchTrial trial, EpochLog log, TrialListener listener)
      implements SearchProgress {
    @Override
    public void epoch(SearchEpoch epoch) {
      log.add(epoch);
      listener.search(trial, epoch);
    }

    @Override
    public void step(String phase, EpochPosition at) {
      listener.step(trial, phase, at);
    }

    @Override
    public void judged(long epochs) {
      listener.judged(epochs);
    }

    @Override
    public void say(String line) {
      log.write("method", Map.of("message", line));
      listener.say(line);
    }
  }

  /** What the method is given; everything is checked that can be before it is run. */
  public static SearchTask task(Subjects subjects, SearchTrial trial) {
    PreparedNetwork prepared = subjects.prepared(trial.subject().model()).requireQuantized();
    Network network = prepared.network();
    PreparedData images = subjects.images(trial.subject().images());
    images.data().requireFit(network);
    SearchSettings settings = trial.search().searchSettings();
    SearchParts.Parts parts = subjects.searches().of(trial);
    CostModel costs = parts.costs();
    List<Budget> budgets = budgets(trial.search(), settings, network, costs);
    requireOneImage(network, budgets);
    Torch.useThreads(trial.execution().threads());
    return new SearchTask(
        network,
        costs,
        budgets,
        trial.arithmetic().scheme(),
        new SearchTask.Images(images.train(), images.normalization(), images.heldOut()),
        parts.start(),
        new SearchTask.Execution(
            trial.execution().seed(),
            trial.execution().threads(),
            trial.arithmetic().layerPrecision()),
        settings.space().residualBits() == SpaceSettings.ResidualBits.SEARCH
            ? alternatives(network, subjects.hardware(trial.hardware()), trial.arithmetic())
            : List.of());
  }

  /**
   * Throws a one-line error for what is wrong with bits and budgets whatever the images are.
   *
   * @param plans of one request, a budget of a list each
   */
  public static void requireWithoutImages(
      Subjects subjects,
      Content model,
      Content hardware,
      Arithmetic arithmetic,
      List<SearchPlan> plans) {
    Network network = subjects.prepared(model).requireQuantized().network();
    CostModel costs = subjects.searches().costs(model, hardware, arithmetic.plan());
    for (SearchPlan plan : plans) {
      requireOneImage(network, budgets(plan, plan.searchSettings(), network, costs));
    }
  }

  /** As the settings have what they bind, by the costs of the network as it is. */
  static List<Budget> budgets(
      SearchPlan plan, SearchSettings settings, Network network, CostModel costs) {
    BudgetReference reference =
        BudgetReference.of(costs, settings.budget().bandBase(), settings.space(network));
    return settings.budget().latencyBinds().applied(plan.budgets(), network.images()).stream()
        .map(given -> Budget.parse(given, reference))
        .toList();
  }

  /** The bits that a search may choose; budgets are those of the network at the first. */
  private static List<SearchTask.Alternative> alternatives(
      Network network, HardwareConfig hardware, Arithmetic given) {
    if (given.residualBits() != RESIDUAL_BITS.get(0)) {
      throw new InvalidInputException(
          "--residual-bits: found %d and --set residual-bits=search, expected one of them"
              .formatted(given.residualBits()));
    }
    if (network.layers().stream().noneMatch(LayerQuantizers::readsResidual)) {
      throw new InvalidInputException(
          network.name()
              + ": --set residual-bits=search: found no Add and no average pooling, expected a"
              + " network whose latency their bits change");
    }
    List<SearchTask.Alternative> alternatives = new ArrayList<>();
    for (int bits : RESIDUAL_BITS) {
      alternatives.add(
          new SearchTask.Alternative(
              bits,
              new CostModel(network, hardware, given.withResidualBits(bits).plan()),
              given.withResidualBits(bits).scheme()));
    }
    return alternatives;
  }

  /** Layers back to back are those of one image. */
  private static void requireOneImage(Network network, List<Budget> budgets) {
    boolean whole = budgets.stream().anyMatch(b -> b.kind() == CostKind.WHOLE);
    if (whole && network.images() != 1) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "--whole-budget: found a network of %d images, expected one image (--input-shape"
                  + " sets the leading axis), or --latency-budget",
              network.images()));
    }
  }

  private static Map<String, Double> costs(Costs costs, List<Budget> budgets) {
    Map<String, Double> byKind = new LinkedHashMap<>();
    for (CostKind kind : Budget.told(budgets)) {
      byKind.put(kind.label(), costs.of(kind));
    }
    return byKind;
  }
}
