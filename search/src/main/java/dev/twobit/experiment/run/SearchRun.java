package dev.twobit.experiment.run;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.experiment.deployment.ExportMetadata;
import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.EpochLog;
import dev.twobit.experiment.trial.EvaluationTrial;
import dev.twobit.experiment.trial.GradientSearch;
import dev.twobit.experiment.trial.InProcessExecutor;
import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.experiment.trial.Stops;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.TrainingWork;
import dev.twobit.experiment.trial.TrialCache;
import dev.twobit.experiment.trial.TrialEngine;
import dev.twobit.experiment.trial.TrialPlaces;
import dev.twobit.experiment.trial.TrialWork;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.results.LatencySpread;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.ResultsFile;
import dev.twobit.results.RunResults;
import dev.twobit.results.SimulationResult;
import dev.twobit.results.TwobitVersion;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.cost.LatencyRange;
import dev.twobit.search.frontier.FrontierSummary;
import dev.twobit.search.frontier.PlateauSpace;
import dev.twobit.search.space.SearchSpace;
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
  private final EpochLog log;
  private final ProgressLine line;
  private final TrialCache cache;
  private final StopRequest stop;

  private SearchRun(SearchSetup setup, RunFolder folder, StopRequest stop, ProgressLine line)
      throws IOException {
    this.setup = setup;
    this.folder = folder;
    this.log = new EpochLog(folder.log());
    this.line = line;
    this.cache = new TrialCache(folder.trials());
    this.stop = stop;
  }

  /**
   * @param request with {@code resume}, goes on from the last finished epoch and ends in the same
   *     bits
   * @param stop ends the run early with a {@code TrainingStoppedException}: a training after its
   *     current step, a search with its last epoch kept
   * @return what {@code results.json} holds
   */
  public static RunResults run(SearchRequest request, StopRequest stop, ProgressLine progress)
      throws IOException {
    SearchSetup setup = SearchSetup.load(request);
    try (RunFolder folder = RunFolder.open(request.out(), request.resume())) {
      folder.claim(RunYaml.of(setup.request(), setup.start()));
      return new SearchRun(setup, folder, stop, progress).run();
    }
  }

  private RunResults run() throws IOException {
    log.write(EpochLog.SITTING, Map.of("twobit", TwobitVersion.current()));
    frontier().forEach(line -> say("frontier", line));
    setup.told().forEach(what -> say("start", what));
    LatencySpread spread = spread();
    say("spread", spread.message());
    setup.fixed().forEach(why -> say("fixed", why)); // what the search cannot change
    SearchTrialResult result = search();
    FoundStructure found = FoundStructure.of(result, setup);
    RunTrainings trainings = new RunTrainings(setup, found);
    List<TrainedNetwork> trained = train(trainings);
    Optional<ImportedEvaluation.Outcome> imported = evaluate();
    log.write("finished", Map.of());
    ResultsAssembly assembly =
        new ResultsAssembly(setup, found, spread, EpochHistory.read(log, setup.budgets()));
    assembly.heldOutWarning(imported).ifPresent(warning -> say("held-out", warning));
    RunResults results = assembly.assemble(imported, trained, folder);
    ResultsFile.write(results, folder.results());
    return results;
  }

  private void say(String event, String message) {
    line.say(message);
    log.write(event, Map.of("message", message));
  }

  /** What there is to be found, before it is looked for. */
  private List<String> frontier() {
    if (setup.budgets().isEmpty()) {
      return List.of();
    }
    SearchSpace base = setup.settings().space(setup.network());
    return FrontierSummary.lines(
        PlateauSpace.of(base, setup.costs(), setup.budgets()),
        setup.costs(),
        setup.budgets(),
        setup.request().execution().seed());
  }

  private LatencySpread spread() {
    LatencyRange spread = LatencyRange.of(setup.space(), setup.costs());
    return LatencySpread.of(
        SimulationResult.of(spread.narrowest()),
        SimulationResult.of(spread.original()),
        SimulationResult.of(spread.widest()));
  }

  private SearchTrialResult search() throws IOException {
    TrialEngine engine = engine(TrainingTrial::title);
    engine.run(List.of(setup.trial()), (trial, result) -> {});
    SearchTrialResult found = engine.result(setup.trial());
    log.write(
        "found",
        Map.of(
            "method",
            setup.trial().search().method(),
            "widths",
            found.widths(),
            "before",
            found.search().map(GradientSearch::genotype).orElse(found.widths()),
            "figures",
            found.figures()));
    return found;
  }

  private List<TrainedNetwork> train(RunTrainings trainings) throws IOException {
    TrialEngine engine = engine(trainings::phase);
    engine.run(trainings.trials(), (trial, result) -> {});
    List<TrainedNetwork> trained = new ArrayList<>();
    for (RunTrainings.Training t : trainings.all()) {
      trained.add(new TrainedNetwork(t.kind(), t.seed(), engine.result(t.trial())));
      if (t.trial().outputs().deployed()) {
        publish(t);
      }
    }
    return trained;
  }

  /** Empty for a file without weights. */
  private Optional<ImportedEvaluation.Outcome> evaluate() throws IOException {
    TrialEngine engine = engine(TrainingTrial::title);
    List<EvaluationTrial> trials = ImportedEvaluation.trial(setup).stream().toList();
    engine.run(trials, (trial, result) -> {});
    return trials.stream().map(engine::result).map(ImportedEvaluation.Outcome::of).findFirst();
  }

  /** Every trial in this process, one after the other, with its epochs in the run's log. */
  private TrialEngine engine(Function<TrainingTrial, String> phase) {
    RunProgress progress = new RunProgress(line, work(), setup.budgets(), phase);
    TrialPlaces places = TrialPlaces.in(log, phase);
    return new TrialEngine(
        cache,
        new InProcessExecutor(
            cache, new TrialWork(setup.subjects(), progress, places), Stops.of(stop)));
  }

  /** Images that each phase looks at; a search epoch looks at both halves. */
  private RunWork work() {
    SearchSettings settings = setup.settings();
    long images = setup.images().train().size();
    List<RunWork.Phase> phases = new ArrayList<>();
    phases.add(new RunWork.Phase("warm-up", settings.epochs().warmupEpochs(), images / 2));
    phases.add(new RunWork.Phase("search", settings.epochs().searchEpochs(), images));
    for (String phase : RunTrainings.phases(setup.request())) {
      phases.add(new RunWork.Phase(phase, setup.request().training().values().epochs(), images));
    }
    return new RunWork(phases);
  }

  /** Copies a deployed network out of its trial, with what the run says of it as metadata. */
  private void publish(RunTrainings.Training training) throws IOException {
    QcdqFile file = QcdqImporter.read(deployed(training));
    OnnxExporter.write(
        file.network(),
        file.quantization(),
        ExportFormat.QCDQ,
        ExportMetadata.of(bits(training.trial().arithmetic()), folder.adaptedOnnx()),
        target(training));
  }

  /** Of the file, which a search of bits chose otherwise than the run was asked for. */
  private static Map<String, String> bits(Arithmetic own) {
    return Map.of(
        "twobit.residualBits", String.valueOf(own.residualBits()),
        "twobit.residual", own.quantization().residual());
  }

  private Path deployed(RunTrainings.Training training) {
    return cache.folder(training.trial()).resolve(TrainingWork.DEPLOYED);
  }

  private Path target(RunTrainings.Training training) {
    boolean adapted = training.kind() == NetworkKind.QUANTIZED_ADAPTED;
    if (adapted && training.seed() == setup.request().execution().seed()) {
      return folder.adaptedOnnx();
    }
    boolean ofFoundBits = training.kind() == NetworkKind.QUANTIZED_ORIGINAL_FOUND_BITS;
    return folder.deployed(
        (adapted ? "adapted" : "original")
            + (ofFoundBits ? "-r" + training.trial().arithmetic().residualBits() : "")
            + "-seed"
            + training.seed());
  }
}
