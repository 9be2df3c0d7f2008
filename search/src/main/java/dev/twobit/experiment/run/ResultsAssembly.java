package dev.twobit.experiment.run;

import dev.twobit.network.CostKind;
import dev.twobit.results.BudgetResult;
import dev.twobit.results.Gain;
import dev.twobit.results.HardwareFacts;
import dev.twobit.results.LatencySpread;
import dev.twobit.results.LayerResult;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.NetworkRow;
import dev.twobit.results.ResultFile;
import dev.twobit.results.RunFacts;
import dev.twobit.results.RunRequest;
import dev.twobit.results.RunResults;
import dev.twobit.results.SimulationResult;
import dev.twobit.results.TwobitVersion;
import dev.twobit.results.VerificationResult;
import dev.twobit.search.cost.Budget;
import dev.twobit.simulator.AccumulatorOverflow;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.Simulator;
import dev.twobit.tensor.ConvolutionBackend;
import dev.twobit.training.QuantizationScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts what a run found into the form that reports show. */
final class ResultsAssembly {
  private final SearchSetup setup;
  private final FoundStructure found;
  private final LatencySpread spread;
  private final EpochHistory history;

  ResultsAssembly(
      SearchSetup setup, FoundStructure found, LatencySpread spread, EpochHistory history) {
    this.setup = setup;
    this.found = found;
    this.spread = spread;
    this.history = history;
  }

  RunResults assemble(
      Optional<ImportedEvaluation.Outcome> imported,
      List<TrainedNetwork> outcomes,
      RunFolder folder)
      throws IOException {
    SimulationResult original = SimulationResult.of(setup.costs().simulate(setup.network()));
    NetworkSimulation simulated =
        Simulator.simulate(found.network(), found.precision(), setup.hardware());
    SimulationResult changed = SimulationResult.of(simulated);
    List<NetworkRow> rows =
        new NetworkRowAssembly(setup, found, original, changed).of(imported, outcomes);
    SearchNarrative narrative = new SearchNarrative(setup, found, history);
    return new RunResults(
        RunResults.SCHEMA_VERSION,
        TwobitVersion.current(),
        request(),
        new RunResults.Setting(
            facts(),
            setup.images().facts(),
            HardwareFacts.of(setup.hardware()),
            history.times(),
            files(folder)),
        new RunResults.Comparison(budgets(), rows, gains(rows), narrative.widths()),
        new RunResults.Simulations(original, changed, spread),
        narrative.trajectory(),
        new RunResults.Findings(
            checks(folder), notes(imported, changed, simulated.accumulatorOverflows())));
  }

  private RunRequest request() {
    SearchRequest r = setup.request();
    QuantizationScheme scheme = setup.task().scheme();
    boolean hasEpochs = found.result().search().isPresent();
    return new RunRequest(
        new RunRequest.Inputs(
            String.valueOf(r.inputs().model().getFileName()),
            r.inputs().data(),
            setup.images().normalization().spec()),
        setup.hardware().name(),
        new RunRequest.Arithmetic(
            quantizers(scheme),
            r.arithmetic().bits(),
            r.arithmetic().residualBits(),
            r.arithmetic().precision()),
        new RunRequest.Search(
            r.search().method(),
            setup.settings().preset(),
            r.search().budgets(),
            hasEpochs ? setup.settings().epochs().warmupEpochs() : 0,
            hasEpochs ? setup.settings().epochs().searchEpochs() : 0,
            setup.settings().toMap()),
        new RunRequest.Training(
            r.training().recipe(),
            r.training().values().epochs(),
            r.training().values().batchSize()),
        new RunRequest.Execution(r.execution().seeds(), r.execution().threads()));
  }

  private static String quantizers(QuantizationScheme scheme) {
    String inner = scheme.weights().text() + " + " + scheme.activations().text();
    return scheme.residual().isNone()
        ? inner
        : inner + " + residual path " + scheme.residual().text();
  }

  private RunFacts facts() {
    return RunFacts.of(
        history.started(),
        Instant.now(),
        history.wallSeconds(),
        ConvolutionBackend.current().description());
  }

  private List<BudgetResult> budgets() {
    List<BudgetResult> results = new ArrayList<>();
    for (Budget b : setup.budgets()) {
      Shown shown = shown(b.kind());
      results.add(
          new BudgetResult(
              b.kind(),
              b.given(),
              shown.unit,
              shown.scale * setup.original().of(b.kind()),
              shown.scale * b.lowest(),
              shown.scale * b.highest(),
              shown.scale * found.result().cost(b.kind().label()),
              b.met(found.result().cost(b.kind().label()))));
    }
    return results;
  }

  /** Unit that a cost is shown in, and its size in the search's own. */
  private record Shown(String unit, double scale) {}

  private Shown shown(CostKind kind) {
    return switch (kind) {
      case LATENCY, WHOLE -> new Shown("ms", 1 / (setup.hardware().clockMegahertz() * 1e3));
      case ENERGY -> new Shown("mJ", 1e-9);
      case FLOPS -> new Shown("MACs", 1);
      case PARAMS -> new Shown("parameters", 1);
      case SRAM_PEAK -> new Shown("KiB", 1 / 1024.0);
    };
  }

  /** The file's own weights are not trained as the others. */
  private List<Gain> gains(List<NetworkRow> rows) {
    List<Gain> gains = new ArrayList<>();
    NetworkRow original = row(rows, NetworkKind.QUANTIZED_ORIGINAL);
    NetworkRow adapted = row(rows, NetworkKind.QUANTIZED_ADAPTED);
    gains.addAll(Gain.between(original, adapted));
    rows.stream()
        .filter(r -> r.kind() == NetworkKind.QUANTIZED_ORIGINAL_FOUND_BITS)
        .forEach(
            ofFoundBits -> {
              gains.addAll(Gain.between(original, ofFoundBits));
              gains.addAll(Gain.between(ofFoundBits, adapted));
            });
    if (!setup.request().start().isImported()) {
      gains.addAll(Gain.between(row(rows, NetworkKind.FULL_PRECISION), original));
    }
    return gains;
  }

  private static NetworkRow row(List<NetworkRow> rows, NetworkKind kind) {
    return rows.stream().filter(r -> r.kind() == kind).findFirst().orElseThrow();
  }

  private List<VerificationResult> checks(RunFolder folder) {
    return ExportedNetworkVerification.of(
        folder.adaptedOnnx(), setup.images(), setup.request().execution().threads());
  }

  private static List<ResultFile> files(RunFolder folder) throws IOException {
    return List.of(
        file(folder.adaptedOnnx(), "adapted network with its trained integers, QCDQ"),
        file(folder.runYaml(), "what was asked for, to repeat the run"),
        file(folder.log(), "every epoch of every phase, one JSON object a line"));
  }

  private static ResultFile file(Path file, String content) throws IOException {
    return new ResultFile(String.valueOf(file.getFileName()), Files.size(file), content);
  }

  private List<String> notes(
      Optional<ImportedEvaluation.Outcome> imported,
      SimulationResult changed,
      List<AccumulatorOverflow> overflows) {
    List<String> notes = new ArrayList<>();
    heldOutWarning(imported).ifPresent(notes::add);
    notes.addAll(start());
    overflows.forEach(o -> notes.add("Accumulators may overflow: " + o.describe() + "."));
    if (setup.prepared().restored().size() > 0) {
      notes.add(
          "Batch normalization was given back to "
              + setup.prepared().restored().size()
              + " convolutions whose exporter had folded it: all rows but the first count and train"
              + " the network with it.");
    }
    insertedShortcuts(changed).ifPresent(notes::add);
    if (!spread.canConstrain()) {
      notes.add(spread.message());
    }
    found
        .otherResidualBits(setup)
        .ifPresent(
            bits ->
                notes.add(
                    "The search chose "
                        + bits
                        + " bits for the residual path of the network found, which is trained,"
                        + " deployed and simulated with them; the original is, in a row of its own,"
                        + " too."));
    setup.fixed().forEach(why -> notes.add(why + "."));
    if (!isChanged()) {
      notes.add("The network found is the original one: it was trained once a seed for both rows.");
    }
    if (setup.budgets().isEmpty()) {
      notes.add("No budget was asked for: nothing held the network's costs.");
    }
    if (setup.request().execution().seeds().size() == 1) {
      notes.add(
          "One training each, from one seed: differences between trainings of other seeds are not"
              + " in the intervals, which speak of the test set's size alone.");
    }
    imported.ifPresent(
        i ->
            notes.add(
                "The imported weights were evaluated with "
                    + i.normalization()
                    + (i.tried() > 1
                        ? ", the best of "
                            + i.tried()
                            + " on training images; name theirs with --normalization to be sure."
                        : ".")));
    return notes;
  }

  /** What images that choose are worth, where networks inherit weights. */
  Optional<String> heldOutWarning(Optional<ImportedEvaluation.Outcome> imported) {
    return setup.request().start().isImported()
        ? imported.flatMap(i -> i.heldOut().flatMap(h -> HeldOutCheck.warning(h, i.accuracy())))
        : Optional.empty();
  }

  /** What all networks begin with, learn from and are chosen by. */
  private List<String> start() {
    List<String> start = new ArrayList<>();
    setup
        .told()
        .forEach(t -> start.add(t.substring(0, 1).toUpperCase(Locale.ROOT) + t.substring(1) + "."));
    int heldOut = setup.images().heldOut().size();
    if (heldOut > 0) {
      start.add(
          String.format(
              Locale.ROOT,
              "%,d images are held out: no weights of this run see them; the %,d training images"
                  + " are the others.",
              heldOut,
              setup.images().train().size()));
    }
    return start;
  }

  private boolean isChanged() {
    return !found.network().layers().equals(setup.network().layers())
        || found.otherResidualBits(setup).isPresent();
  }

  /** What an Add of unequal widths costs, which the expectation of the search does not see. */
  private Optional<String> insertedShortcuts(SimulationResult changed) {
    List<LayerResult> inserted =
        changed.layers().stream()
            .filter(l -> l.macs() > 0 && setup.network().layer(l.name()).isEmpty())
            .toList();
    if (inserted.isEmpty()) {
      return Optional.empty();
    }
    long cycles = inserted.stream().mapToLong(LayerResult::latencyCycles).sum();
    return Optional.of(
        String.format(
            Locale.ROOT,
            "Where an Add's operands ended with unequal widths, %d shortcut convolutions at 8 x 8"
                + " bits were inserted; they take %.1f %% of the adapted network's latency.",
            inserted.size(),
            100.0 * cycles / Math.max(1, changed.latencyCycles())));
  }
}
