package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.OnnxClassifier;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.experiment.trial.TrainingTrialResult;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.results.Accuracy;
import dev.twobit.results.CodeUse;
import dev.twobit.results.CurveNetwork;
import dev.twobit.results.CurvePoint;
import dev.twobit.results.CurveResults;
import dev.twobit.results.Gain;
import dev.twobit.results.HardwareFacts;
import dev.twobit.results.LatencySpread;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.NetworkRow;
import dev.twobit.results.PhaseTime;
import dev.twobit.results.ResultFile;
import dev.twobit.results.RunResults;
import dev.twobit.results.SimulationResult;
import dev.twobit.results.TwobitVersion;
import dev.twobit.results.VerificationResult;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.Simulator;
import dev.twobit.training.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Puts what a run with a list of budgets found into the form that reports show. */
final class CurveAssembly {
  private final CurveSetup setup;
  private final List<CurveTrainings.Pair> found;
  private final LatencySpread spread;
  private final RunSteps steps;
  private final NetworkRowAssembly rows;

  /**
   * @param found in the order of the setup's parts
   */
  CurveAssembly(
      CurveSetup setup, List<CurveTrainings.Pair> found, LatencySpread spread, RunSteps steps) {
    this.setup = setup;
    this.found = List.copyOf(found);
    this.spread = spread;
    this.steps = steps;
    this.rows = new NetworkRowAssembly(setup.common());
  }

  /** A network's trainings with what they came to, in the same order. */
  record Trained(CurveTrainings.Group group, List<TrainingTrialResult> results) {
    List<TrainedNetwork> outcomes() {
      List<TrainedNetwork> outcomes = new ArrayList<>();
      for (int i = 0; i < results.size(); i++) {
        long seed = group.trials().get(i).execution().seed();
        outcomes.add(new TrainedNetwork(group.kind(), seed, results.get(i)));
      }
      return outcomes;
    }

    /** Of the first seed. */
    Optional<CodeUse> codes() {
      return outcomes().stream()
          .flatMap(o -> CodeFacts.of(o.seed(), o.result()).stream())
          .findFirst();
    }
  }

  /** A part with what it came to. */
  private record Point(CurveSetup.Part part, CurveTrainings.Pair pair) {
    FoundStructure adapted() {
      return FoundStructure.of(pair.found(), part.setup());
    }
  }

  CurveResults assemble(Optional<ImportedEvaluation.Outcome> imported, List<Trained> trained)
      throws IOException {
    SearchSetup common = setup.common();
    EpochHistory history = EpochHistory.read(steps.log(), common.budgets());
    List<Point> points = points();
    Trained original = of(trained, NetworkKind.QUANTIZED_ORIGINAL, "");
    CurveNetwork reference =
        new CurveNetwork(
            rows.quantized(
                NetworkKind.QUANTIZED_ORIGINAL,
                common.network(),
                common.costs().precision(common.network()),
                SimulationResult.of(common.costs().simulate(common.network())),
                original.outcomes()),
            heldOut(original),
            List.of(),
            List.of(),
            original.codes());
    List<CurvePoint> curve = new ArrayList<>();
    for (Point point : points) {
      curve.add(point(point, reference.row(), trained));
    }
    boolean hasEpochs = found.stream().anyMatch(p -> p.found().search().isPresent());
    return new CurveResults(
        RunResults.SCHEMA_VERSION,
        TwobitVersion.current(),
        RequestFacts.of(setup.request(), common, hasEpochs),
        new RunResults.Setting(
            history.facts(),
            common.images().facts(),
            HardwareFacts.of(common.hardware()),
            times(points, history),
            files(points),
            Optional.of(RunUsage.of(steps.folder(), file(points.get(0))))),
        List.of(rows.imported(imported), rows.fullPrecision(imported, fullPrecision(trained))),
        new CurveResults.Curve(reference, curve),
        spread,
        new RunResults.Findings(checks(points), notes(imported, points)));
  }

  /** The smallest budget first. */
  private List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      points.add(new Point(setup.parts().get(i), found.get(i)));
    }
    points.sort(Comparator.comparingDouble(p -> p.part.budget().limit()));
    return points;
  }

  private CurvePoint point(Point point, NetworkRow original, List<Trained> trained)
      throws IOException {
    SearchSetup part = point.part.setup();
    EpochHistory history = EpochHistory.read(steps.ownLog(part.trial()), part.budgets());
    SearchNarrative told = new SearchNarrative(part, point.adapted(), history);
    FoundStructure scaled = FoundStructure.of(point.pair.uniform(), part);
    CurveNetwork adapted =
        network(point, point.adapted(), told, of(trained, NetworkKind.QUANTIZED_ADAPTED, point));
    CurveNetwork uniform =
        network(
            point,
            scaled,
            new SearchNarrative(part, scaled, history),
            of(trained, NetworkKind.QUANTIZED_UNIFORM, point));
    List<Gain> gains = new ArrayList<>(Gain.between(original, adapted.row()));
    gains.addAll(Gain.between(uniform.row(), adapted.row()));
    return new CurvePoint(
        point.part.name(),
        String.valueOf(file(point).getFileName()),
        adapted,
        uniform,
        told.trajectory(),
        gains);
  }

  private CurveNetwork network(
      Point point, FoundStructure structure, SearchNarrative told, Trained trained) {
    int bits = setup.request().arithmetic().bits();
    return new CurveNetwork(
        rows.quantized(
            trained.group().kind(),
            ResultsAssembly.label(trained.group().kind(), structure.result(), bits),
            structure.network(),
            new NetworkRowAssembly.Quantized(
                structure.precision(), SimulationResult.of(simulate(structure))),
            trained.outcomes()),
        heldOut(trained),
        BudgetRows.of(point.part.setup(), structure.result()),
        told.widths(),
        trained.codes());
  }

  private NetworkSimulation simulate(FoundStructure structure) {
    return Simulator.simulate(
        structure.network(), structure.precision(), setup.common().hardware());
  }

  /** Of the files' integers, on images that no training saw. */
  private Optional<Accuracy> heldOut(Trained trained) {
    SearchSetup common = setup.common();
    ImageDataset images = common.images().heldOut();
    if (images.size() == 0) {
      return Optional.empty();
    }
    List<Accuracy.SeedAccuracy> seeds = new ArrayList<>();
    for (TrainingTrial trial : trained.group().trials()) {
      float[][] logits =
          OnnxClassifier.logits(
              ModelSource.of(steps.deployed(trial)),
              common.network().shape(common.network().inputs().get(0)),
              images,
              common.images().normalization(),
              trial.execution().threads());
      seeds.add(
          new Accuracy.SeedAccuracy(
              trial.execution().seed(),
              OnnxClassifier.top1Percent(OnnxClassifier.classes(logits), images)));
    }
    return Optional.of(
        Accuracy.ofSeeds(Accuracy.Form.AS_DEPLOYED, seeds, images.size(), OnnxClassifier.NAME));
  }

  private static Trained of(List<Trained> trained, NetworkKind kind, Point point) {
    return of(trained, kind, point.part.name());
  }

  private static Trained of(List<Trained> trained, NetworkKind kind, String name) {
    return trained.stream()
        .filter(t -> t.group().kind() == kind && t.group().of().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** None where it is the file's. */
  private static List<TrainedNetwork> fullPrecision(List<Trained> trained) {
    return trained.stream()
        .filter(t -> t.group().kind() == NetworkKind.FULL_PRECISION)
        .flatMap(t -> t.outcomes().stream())
        .toList();
  }

  private static List<PhaseTime> times(List<Point> points, EpochHistory history) {
    List<PhaseTime> times = new ArrayList<>();
    points.forEach(
        p ->
            times.add(
                new PhaseTime(
                    "search, " + p.part.name(), p.pair.found().seconds(), OptionalDouble.empty())));
    times.addAll(history.times());
    return times;
  }

  private Path file(Point point) {
    return steps.folder().adaptedOnnx("-" + point.part.file());
  }

  private List<ResultFile> files(List<Point> points) throws IOException {
    List<ResultFile> files = new ArrayList<>();
    for (Point p : points) {
      files.add(
          RunFolder.file(
              file(p), "network for " + p.part.name() + " with its trained integers, QCDQ"));
    }
    files.add(RunFolder.file(steps.folder().runYaml(), "what was asked for, to repeat the run"));
    files.add(
        RunFolder.file(
            steps.folder().log(),
            "every epoch of every training, one JSON object a line; a search has its own in"
                + " trials/"));
    return files;
  }

  private List<VerificationResult> checks(List<Point> points) {
    return points.stream()
        .flatMap(
            p ->
                ExportedNetworkVerification.of(
                    file(p), setup.common().images(), setup.request().execution().threads())
                    .stream())
        .toList();
  }

  private List<String> notes(Optional<ImportedEvaluation.Outcome> imported, List<Point> points) {
    RunNotes said = new RunNotes(setup.common());
    List<String> notes = new ArrayList<>();
    said.heldOutWarning(imported).ifPresent(notes::add);
    notes.addAll(said.start());
    for (Point p : points) {
      simulate(p.adapted())
          .accumulatorOverflows()
          .forEach(
              o -> notes.add(p.part.name() + ": accumulators may overflow: " + o.describe() + "."));
    }
    said.restored().ifPresent(notes::add);
    notes.addAll(said.limits(spread));
    String same =
        points.stream()
            .filter(p -> p.pair.found().widths().equals(p.pair.found().original()))
            .filter(p -> p.pair.found().bitsOf().isEmpty())
            .map(p -> p.part.name())
            .collect(Collectors.joining(", "));
    if (!same.isEmpty()) {
      notes.add(
          "The network found for "
              + same
              + " is the original one: it was trained once a seed for all of them.");
    }
    said.seeds().ifPresent(notes::add);
    said.normalization(imported).ifPresent(notes::add);
    return notes;
  }
}
