package dev.twobit.experiment.run;

import dev.twobit.experiment.ProgressLine;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.TrialEngine;
import dev.twobit.experiment.trial.TrialPlaces;
import dev.twobit.results.CurveResults;
import dev.twobit.results.LatencySpread;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.ResultsFile;
import dev.twobit.search.EpochSettings;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A search for each budget of a list, of one preparation, in one folder: what one budget's search
 * trained to choose by, another's takes from there. Then everything found, the uniform scaling of
 * each budget and the original are trained alike. Writes {@code run.yaml}, {@code log.jsonl},
 * {@code trials/}, {@code scores/}, {@code adapted-BUDGET.onnx} and {@code results.json}.
 */
public final class CurveRun {
  private final CurveSetup setup;
  private final RunSteps steps;

  private CurveRun(CurveSetup setup, RunSteps steps) {
    this.setup = setup;
    this.steps = steps;
  }

  /**
   * @param request whose budgets have a list; with {@code resume}, goes on from the last finished
   *     epoch and ends in the same bits
   * @param stop ends the run early with a {@code TrainingStoppedException}: a training after its
   *     current step, a search with its last epoch kept
   * @return what {@code results.json} holds
   */
  public static CurveResults run(SearchRequest request, StopRequest stop, ProgressLine progress)
      throws IOException {
    CurveSetup setup = CurveSetup.load(request);
    Optional<RateProbe> probe = setup.common().probe();
    try (RunFolder folder = RunFolder.open(request.out(), request.resume())) {
      folder.claim(RunYaml.of(setup.request(), setup.common().start()));
      folder.begunBy(request.command());
      RunSteps steps = new RunSteps(folder, stop, progress);
      return steps.log().noting(() -> run(setup, probe, steps));
    }
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // handed on as it is
  private static CurveResults run(CurveSetup setup, Optional<RateProbe> probe, RunSteps steps)
      throws IOException {
    LatencySpread spread = begin(setup, steps);
    CurveSetup chosen =
        probe.isPresent() ? setup.at(steps.probe(probe.get(), setup.common())) : setup;
    return new CurveRun(chosen, steps).run(spread);
  }

  private static LatencySpread begin(CurveSetup setup, RunSteps steps) {
    SearchSetup common = setup.common();
    steps.begin();
    for (CurveSetup.Part part : setup.parts()) {
      RunSteps.frontier(part.setup())
          .forEach(line -> steps.say("frontier", part.name() + ": " + line));
    }
    common.told().forEach(what -> steps.say("start", what));
    LatencySpread spread = RunSteps.spread(common);
    steps.say("spread", spread.message());
    common.fixed().forEach(why -> steps.say("fixed", why));
    return spread;
  }

  private CurveResults run(LatencySpread spread) throws IOException {
    SearchSetup common = setup.common();
    List<CurveTrainings.Pair> found = find();
    CurveTrainings trainings = new CurveTrainings(setup, found);
    CurveAssembly assembly = new CurveAssembly(setup, found, spread, steps);
    List<CurveAssembly.Trained> trained = train(trainings);
    Optional<ImportedEvaluation.Outcome> imported =
        RunSteps.evaluate(common, engine(trainings, common));
    steps.end();
    new RunNotes(common)
        .heldOutWarning(imported)
        .ifPresent(warning -> steps.say("held-out", warning));
    CurveResults results = assembly.assemble(imported, trained);
    ResultsFile.write(results, steps.folder().results());
    return results;
  }

  /** In the order of the list. */
  private List<CurveTrainings.Pair> find() throws IOException {
    List<CurveTrainings.Pair> found = new ArrayList<>();
    for (CurveSetup.Part part : setup.parts()) {
      int number = found.size() + 1;
      steps.say(
          "budget", "budget %d of %d: %s".formatted(number, setup.parts().size(), part.name()));
      TrialEngine engine =
          engine(part.setup(), TrainingTrial::title, searches(setup.parts().size() - number));
      found.add(
          new CurveTrainings.Pair(
              steps.find(part.setup().trial(), engine),
              steps.find(part.setup().uniform(), engine)));
    }
    return found;
  }

  private List<CurveAssembly.Trained> train(CurveTrainings trainings) throws IOException {
    TrialEngine engine = engine(trainings, setup.common());
    engine.run(trainings.trials(), (trial, result) -> {});
    List<CurveAssembly.Trained> trained = new ArrayList<>();
    for (CurveTrainings.Group group : trainings.groups()) {
      trained.add(
          new CurveAssembly.Trained(group, group.trials().stream().map(engine::result).toList()));
      for (TrainingTrial trial : group.trials()) {
        if (trial.outputs().deployed()) {
          steps.publish(
              trial,
              setup.common().images(),
              metadata(group),
              target(group, trial.execution().seed()));
        }
      }
    }
    return trained;
  }

  /** A file's budgets are not the whole list. */
  private Map<String, String> metadata(CurveTrainings.Group group) {
    return setup.parts().stream()
        .filter(p -> p.name().equals(group.of()))
        .findFirst()
        .map(
            p -> Map.of("twobit.budgets", String.join(",", p.setup().request().search().budgets())))
        .orElse(Map.of());
  }

  private Path target(CurveTrainings.Group group, long seed) {
    RunFolder folder = steps.folder();
    String of =
        setup.parts().stream()
            .filter(p -> p.name().equals(group.of()))
            .map(p -> "-" + p.file())
            .findFirst()
            .orElse("");
    boolean adapted = group.kind() == NetworkKind.QUANTIZED_ADAPTED;
    if (adapted && seed == setup.request().execution().seed()) {
      return folder.adaptedOnnx(of);
    }
    String name =
        adapted
            ? "adapted"
            : group.kind() == NetworkKind.QUANTIZED_UNIFORM ? "uniform" : "original";
    return folder.deployed(name + of + "-seed" + seed);
  }

  private TrialEngine engine(CurveTrainings trainings, SearchSetup of) {
    List<RunWork.Phase> phases = new ArrayList<>();
    trainings.phases().forEach(phase -> phases.add(training(phase, 1)));
    return engine(of, trainings::phase, phases);
  }

  private TrialEngine engine(
      SearchSetup of, Function<TrainingTrial, String> phase, List<RunWork.Phase> phases) {
    return steps.engine(
        of.subjects(),
        new RunProgress(steps.line(), new RunWork(phases), of.budgets(), phase),
        TrialPlaces.ofBudgets(steps.log(), phase, steps.folder().scores()));
  }

  /** A search, as many more as are left, and all trainings, of which some may be one. */
  private List<RunWork.Phase> searches(int left) {
    EpochSettings epochs = setup.common().settings().epochs();
    long images = setup.common().images().train().size();
    List<RunWork.Phase> phases = new ArrayList<>();
    phases.add(new RunWork.Phase("warm-up", epochs.warmupEpochs(), images / 2));
    phases.add(new RunWork.Phase("search", epochs.searchEpochs(), images));
    for (int i = 0; i < left; i++) {
      phases.add(new RunWork.Phase("later warm-up", epochs.warmupEpochs(), images / 2));
      phases.add(new RunWork.Phase("later search", epochs.searchEpochs(), images));
    }
    phases.add(training("trainings", 1 + 2 * setup.parts().size()));
    return phases;
  }

  private RunWork.Phase training(String name, int networks) {
    SearchRequest request = setup.request();
    long images = setup.common().images().train().size();
    int seeds = request.execution().seeds().size();
    boolean one = networks == 1;
    return new RunWork.Phase(
        name, request.training().values().epochs() * (one ? 1 : networks * seeds), images);
  }
}
