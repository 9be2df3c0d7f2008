package dev.twobit.experiment.run;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.TrialEngine;
import dev.twobit.experiment.trial.TrialPlaces;
import dev.twobit.results.LatencySpread;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.ResultsFile;
import dev.twobit.results.RunResults;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.search.contest.TrainedJudge;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The main job, a study of one arm: search a network's channel counts under a budget, train what
 * was found and what it is compared with, export and simulate it. Writes {@code run.yaml}, {@code
 * log.jsonl}, {@code trials/}, {@code adapted.onnx} and {@code results.json} in the run folder.
 */
public final class SearchRun {
  private final SearchSetup setup;
  private final RunFolder folder;
  private final RunSteps steps;

  private SearchRun(SearchSetup setup, RunFolder folder, RunSteps steps) {
    this.setup = setup;
    this.folder = folder;
    this.steps = steps;
  }

  /**
   * @param request for one network; with {@code resume}, goes on from the last finished epoch and
   *     ends in the same bits
   * @param stop ends the run early with a {@code TrainingStoppedException}: a training after its
   *     current step, a search with its last epoch kept
   * @return what {@code results.json} holds
   */
  public static RunResults run(SearchRequest request, StopRequest stop, ProgressLine progress)
      throws IOException {
    SearchSetup setup = SearchSetup.load(request);
    Optional<RateProbe> probe = setup.probe();
    try (RunFolder folder = RunFolder.open(request.out(), request.resume())) {
      folder.claim(RunYaml.of(setup.request(), setup.start()));
      folder.begunBy(request.command());
      RunSteps steps = new RunSteps(folder, stop, progress);
      return steps.log().noting(() -> run(setup, probe, folder, steps));
    }
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // handed on as it is
  private static RunResults run(
      SearchSetup setup, Optional<RateProbe> probe, RunFolder folder, RunSteps steps)
      throws IOException {
    LatencySpread spread = begin(setup, steps);
    SearchSetup chosen = probe.isPresent() ? setup.at(steps.probe(probe.get(), setup)) : setup;
    return new SearchRun(chosen, folder, steps).run(spread);
  }

  private static LatencySpread begin(SearchSetup setup, RunSteps steps) {
    steps.begin();
    RunSteps.frontier(setup).forEach(line -> steps.say("frontier", line));
    setup.told().forEach(what -> steps.say("start", what));
    LatencySpread spread = RunSteps.spread(setup);
    steps.say("spread", spread.message());
    setup.fixed().forEach(why -> steps.say("fixed", why)); // what the search cannot change
    return spread;
  }

  private RunResults run(LatencySpread spread) throws IOException {
    SearchTrialResult result = steps.find(setup.trial(), engine(TrainingTrial::title));
    FoundStructure found = FoundStructure.of(result, setup);
    RunTrainings trainings = new RunTrainings(setup, found);
    List<TrainedNetwork> trained = train(trainings);
    Optional<ImportedEvaluation.Outcome> imported =
        RunSteps.evaluate(setup, engine(TrainingTrial::title));
    steps.end();
    ResultsAssembly assembly =
        new ResultsAssembly(setup, found, spread, EpochHistory.read(steps.log(), setup.budgets()));
    assembly.heldOutWarning(imported).ifPresent(warning -> steps.say("held-out", warning));
    RunResults results = assembly.assemble(imported, trained, folder);
    ResultsFile.write(results, folder.results());
    return results;
  }

  private List<TrainedNetwork> train(RunTrainings trainings) throws IOException {
    TrialEngine engine = engine(trainings::phase);
    engine.run(trainings.trials(), (trial, result) -> {});
    List<TrainedNetwork> trained = new ArrayList<>();
    for (RunTrainings.Training t : trainings.all()) {
      trained.add(new TrainedNetwork(t.kind(), t.seed(), engine.result(t.trial())));
      if (t.trial().outputs().deployed()) {
        steps.publish(t.trial(), setup.images(), Map.of(), target(t));
      }
    }
    return trained;
  }

  /** With its epochs in the run's log. */
  private TrialEngine engine(Function<TrainingTrial, String> phase) {
    return steps.engine(
        setup.subjects(),
        new RunProgress(steps.line(), work(), setup.budgets(), phase),
        TrialPlaces.in(steps.log(), phase));
  }

  /** Images that each phase looks at; a search epoch looks at both halves. */
  private RunWork work() {
    SearchSettings settings = setup.settings();
    long images = setup.images().train().size();
    List<RunWork.Phase> phases = new ArrayList<>();
    phases.add(new RunWork.Phase(TrainedJudge.PHASE, candidateEpochs(), images));
    phases.add(new RunWork.Phase("warm-up", settings.epochs().warmupEpochs(), images / 2));
    phases.add(new RunWork.Phase("search", settings.epochs().searchEpochs(), images));
    for (String phase : RunTrainings.phases(setup.request())) {
      phases.add(new RunWork.Phase(phase, setup.request().training().values().epochs(), images));
    }
    return new RunWork(phases);
  }

  /** Of all candidates that the method trains at the most. */
  private int candidateEpochs() {
    String method = setup.trial().search().method();
    return setup
        .trial()
        .candidates()
        .map(
            candidates ->
                SearchMethodRegistry.trainedEpochs(
                        method, setup.settings(), candidates.training().values().epochs())
                    + SearchMethodRegistry.surveyEpochs(method, setup.settings(), setup.task()))
        .map(epochs -> Math.toIntExact((long) Math.ceil(epochs)))
        .orElse(0);
  }

  private Path target(RunTrainings.Training training) {
    boolean adapted = training.kind() == NetworkKind.QUANTIZED_ADAPTED;
    if (adapted && training.seed() == setup.request().execution().seed()) {
      return folder.adaptedOnnx();
    }
    boolean ofFoundBits = training.kind() == NetworkKind.QUANTIZED_ORIGINAL_FOUND_BITS;
    boolean uniform = training.kind() == NetworkKind.QUANTIZED_ORIGINAL_UNIFORM_BITS;
    return folder.deployed(
        (adapted ? "adapted" : "original")
            + (ofFoundBits ? "-r" + training.trial().arithmetic().residualBits() : "")
            + (uniform ? "-uniform-bits" : "")
            + "-seed"
            + training.seed());
  }
}
