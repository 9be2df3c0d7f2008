package dev.twobit.experiment.run;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.experiment.deployment.ExportMetadata;
import dev.twobit.experiment.deployment.PixelInput;
import dev.twobit.experiment.deployment.StatedInput;
import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.EpochLog;
import dev.twobit.experiment.trial.EvaluationTrial;
import dev.twobit.experiment.trial.GradientSearch;
import dev.twobit.experiment.trial.InProcessExecutor;
import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.experiment.trial.Stops;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.TrainingWork;
import dev.twobit.experiment.trial.TrialCache;
import dev.twobit.experiment.trial.TrialEngine;
import dev.twobit.experiment.trial.TrialListener;
import dev.twobit.experiment.trial.TrialPlaces;
import dev.twobit.experiment.trial.TrialWork;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.onnx.read.QcdqImporter;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.results.LatencySpread;
import dev.twobit.results.LearningRateProbe;
import dev.twobit.results.SimulationResult;
import dev.twobit.results.TwobitVersion;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.search.cost.LatencyRange;
import dev.twobit.search.frontier.FrontierSummary;
import dev.twobit.search.frontier.PlateauSpace;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run does in its folder, for one budget or for several. */
final class RunSteps {
  private final RunFolder folder;
  private final EpochLog log;
  private final ProgressLine line;
  private final TrialCache cache;
  private final StopRequest stop;

  RunSteps(RunFolder folder, StopRequest stop, ProgressLine line) throws IOException {
    this.folder = folder;
    this.log = new EpochLog(folder.log());
    this.line = line;
    this.cache = new TrialCache(folder.trials());
    this.stop = stop;
  }

  RunFolder folder() {
    return folder;
  }

  EpochLog log() {
    return log;
  }

  ProgressLine line() {
    return line;
  }

  void begin() {
    log.write(EpochLog.SITTING, Map.of("twobit", TwobitVersion.current()));
  }

  void end() {
    log.write("finished", Map.of());
  }

  /** To a person and to the log. */
  void say(String event, String message) {
    line.say(message);
    log.write(event, Map.of("message", message));
  }

  /** What there is to be found, before it is looked for. */
  static List<String> frontier(SearchSetup setup) {
    boolean ofBits = SearchMethodRegistry.choosesBits(setup.trial().search().method());
    if (setup.budgets().isEmpty() || ofBits) {
      return List.of();
    }
    SearchSpace base = setup.settings().space(setup.network());
    return FrontierSummary.lines(
        PlateauSpace.of(base, setup.costs(), setup.budgets()),
        setup.costs(),
        setup.budgets(),
        setup.request().execution().seed());
  }

  static LatencySpread spread(SearchSetup setup) {
    LatencyRange spread = LatencyRange.of(setup.space(), setup.costs());
    return LatencySpread.of(
        SimulationResult.of(spread.narrowest()),
        SimulationResult.of(spread.original()),
        SimulationResult.of(spread.widest()));
  }

  /** Every trial in this process, one after the other. */
  TrialEngine engine(Subjects subjects, TrialListener progress, TrialPlaces places) {
    return new TrialEngine(
        cache,
        new InProcessExecutor(
            cache, new TrialWork(subjects, progress, places), progress, Stops.of(stop)));
  }

  /** The learning rate for all trainings. */
  LearningRateProbe probe(RateProbe probe, SearchSetup setup) throws IOException {
    TrialEngine engine =
        engine(
            setup.subjects(),
            new RunProgress(line, new RunWork(List.of()), List.of(), TrainingTrial::title),
            TrialPlaces.in(log, TrainingTrial::title));
    LearningRateProbe chosen = probe.choose(folder, engine, tried -> say("probe", tried));
    say("probe", chosen.sentence());
    return chosen;
  }

  SearchTrialResult find(SearchTrial trial, TrialEngine engine) throws IOException {
    engine.run(List.of(trial), (t, result) -> {});
    SearchTrialResult found = engine.result(trial);
    log.write(
        "found",
        Map.of(
            "method",
            trial.search().method(),
            "widths",
            found.widths(),
            "before",
            found.search().map(GradientSearch::genotype).orElse(found.widths()),
            "figures",
            found.figures()));
    return found;
  }

  /** Empty for a file without weights. */
  static Optional<ImportedEvaluation.Outcome> evaluate(SearchSetup setup, TrialEngine engine)
      throws IOException {
    List<EvaluationTrial> trials = ImportedEvaluation.trial(setup).stream().toList();
    engine.run(trials, (trial, result) -> {});
    return trials.stream().map(engine::result).map(ImportedEvaluation.Outcome::of).findFirst();
  }

  /**
   * Copies a deployed network out of its trial, with what the run says of it as metadata; it takes
   * pixels then.
   *
   * @param images that it was trained on
   * @param own metadata that the file has instead of the run's
   */
  void publish(TrainingTrial training, PreparedData images, Map<String, String> own, Path target)
      throws IOException {
    QcdqFile file = QcdqImporter.read(deployed(training));
    Map<String, String> metadata = new LinkedHashMap<>(StatedInput.pixels(images));
    metadata.putAll(own);
    // A search of bits may have chosen others than the run was asked for.
    Arithmetic arithmetic = training.arithmetic();
    metadata.put("twobit.residualBits", String.valueOf(arithmetic.residualBits()));
    metadata.put("twobit.residual", arithmetic.quantization().residual());
    if (!arithmetic.bitsOf().isEmpty()) {
      metadata.put("twobit.bitsOf", String.join(",", arithmetic.bitsOf()));
    }
    OnnxExporter.write(
        PixelInput.of(file.network(), file.quantization(), images.normalization()),
        file.quantization(),
        ExportFormat.QCDQ,
        ExportMetadata.of(metadata, folder.adaptedOnnx()),
        target);
  }

  Path deployed(TrainingTrial training) {
    return cache.folder(training).resolve(TrainingWork.DEPLOYED);
  }

  /** The log of a search that has one of its own. */
  EpochLog ownLog(SearchTrial trial) throws IOException {
    return TrialPlaces.apart().log(trial, cache.folder(trial));
  }
}
