package dev.twobit.experiment;

import dev.twobit.experiment.results.LatencySpread;
import dev.twobit.experiment.results.NetworkKind;
import dev.twobit.experiment.results.ResultsFile;
import dev.twobit.experiment.results.RunResults;
import dev.twobit.experiment.results.SimulationResult;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchResult;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SpreadCheck;
import dev.twobit.simulator.PrecisionPlan;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The main job: search a network's channel counts under a budget, train what was found and what it
 * is compared with, export and simulate it. Writes {@code run.yaml}, {@code log.jsonl}, {@code
 * checkpoints/}, {@code adapted.onnx} and {@code results.json} in the run folder.
 */
public final class SearchRun {
  private static final List<NetworkKind> TRAINED =
      List.of(
          NetworkKind.FULL_PRECISION,
          NetworkKind.QUANTIZED_ORIGINAL,
          NetworkKind.QUANTIZED_ADAPTED);

  private final SearchSetup setup;
  private final RunFolder folder;
  private final RunJournal journal;
  private final RunLog log;
  private final StopRequest stop;

  private SearchRun(
      SearchSetup setup, RunFolder folder, RunLog log, StopRequest stop, ProgressLine progress) {
    this.setup = setup;
    this.folder = folder;
    this.log = log;
    this.stop = stop;
    this.journal = new RunJournal(log, progress, work(setup), setup.budgets());
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
    SearchSetup setup = SearchSetup.load(request, stop);
    try (RunFolder folder = RunFolder.open(request.out(), request.resume())) {
      folder.claim(RunYaml.of(setup.request()));
      RunLog log = new RunLog(folder.log());
      return new SearchRun(setup, folder, log, stop, progress).run();
    }
  }

  /**
   * Images that each phase looks at; a search epoch looks at both halves. Methods without epochs
   * leave the first two out.
   */
  private static RunWork work(SearchSetup setup) {
    SearchSettings settings = setup.settings();
    long images = setup.images().train().size();
    List<RunWork.Phase> phases = new ArrayList<>();
    phases.add(new RunWork.Phase("warm-up", settings.warmupEpochs(), images / 2));
    phases.add(new RunWork.Phase("search", settings.searchEpochs(), images));
    for (long seed : setup.request().execution().seeds()) {
      for (NetworkKind kind : TRAINED) {
        phases.add(
            new RunWork.Phase(
                FinalTraining.phase(kind, setup.request().arithmetic().bits(), seed),
                setup.request().training().values().epochs(),
                images));
      }
    }
    return new RunWork(phases);
  }

  private RunResults run() throws IOException {
    journal.write(EpochHistory.SITTING, Map.of("twobit", TwobitVersion.current()));
    LatencySpread spread = spread();
    journal.say("spread", spread.message());
    tellOfFixed();
    FoundNetwork found =
        setup.method().run(setup.task(), folder.checkpoints("search"), journal::search);
    journal.write(
        "found",
        Map.of(
            "method",
            found.method(),
            "widths",
            found.widths(),
            "before",
            found.search().map(SearchResult::genotype).orElse(found.widths()),
            "figures",
            found.figures()));
    List<FinalTraining.Outcome> outcomes = train(found);
    Optional<ImportedEvaluation.Outcome> imported = ImportedEvaluation.of(setup);
    journal.write("finished", Map.of());
    RunResults results =
        new ResultsAssembly(setup, found, spread, EpochHistory.read(log))
            .assemble(imported, outcomes, folder);
    ResultsFile.write(results, folder.results());
    return results;
  }

  private LatencySpread spread() {
    SpreadCheck spread = SpreadCheck.of(setup.space(), setup.costs());
    return LatencySpread.of(
        SimulationResult.of(spread.narrowest()),
        SimulationResult.of(spread.original()),
        SimulationResult.of(spread.widest()));
  }

  /** What the search cannot change, and why. */
  private void tellOfFixed() {
    setup.fixed().forEach(why -> journal.say("fixed", why));
  }

  private List<FinalTraining.Outcome> train(FoundNetwork found) throws IOException {
    boolean changed = !found.network().layers().equals(setup.network().layers());
    FinalTraining training = new FinalTraining(setup, folder, journal, stop);
    PrecisionPlan plan = setup.costs().precision(setup.network());
    List<FinalTraining.Outcome> outcomes = new ArrayList<>();
    for (long seed : setup.request().execution().seeds()) {
      outcomes.add(
          training.run(NetworkKind.FULL_PRECISION, setup.network(), plan, seed, folder.root()));
      FinalTraining.Outcome original =
          training.run(
              NetworkKind.QUANTIZED_ORIGINAL,
              setup.network(),
              plan,
              seed,
              changed ? folder.deployed("original-seed" + seed) : adaptedFile(seed));
      outcomes.add(original);
      outcomes.add(
          changed
              ? training.run(
                  NetworkKind.QUANTIZED_ADAPTED,
                  found.network(),
                  found.precision(),
                  seed,
                  adaptedFile(seed))
              : original.as(NetworkKind.QUANTIZED_ADAPTED));
    }
    return outcomes;
  }

  private Path adaptedFile(long seed) {
    return seed == setup.request().execution().seeds().get(0)
        ? folder.adaptedOnnx()
        : folder.deployed("adapted-seed" + seed);
  }
}
