package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.GradientSearch;
import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.precision.BitRule;
import dev.twobit.results.Gain;
import dev.twobit.results.HardwareFacts;
import dev.twobit.results.LatencySpread;
import dev.twobit.results.LayerResult;
import dev.twobit.results.NetworkKind;
import dev.twobit.results.NetworkRow;
import dev.twobit.results.ResultFile;
import dev.twobit.results.RunResults;
import dev.twobit.results.SimulationResult;
import dev.twobit.results.TwobitVersion;
import dev.twobit.results.VerificationResult;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.space.Coupling;
import dev.twobit.simulator.AccumulatorOverflow;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.Simulator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Puts what a run found into the form that reports show. */
final class ResultsAssembly {
  /** An epoch is early in the first quarter of a search. */
  private static final int EARLY = 4;

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
    List<NetworkRow> rows = rows(imported, outcomes, original, changed);
    SearchNarrative narrative = new SearchNarrative(setup, found, history);
    return new RunResults(
        RunResults.SCHEMA_VERSION,
        TwobitVersion.current(),
        RequestFacts.of(setup.request(), setup, found.result().search().isPresent()),
        new RunResults.Setting(
            history.facts(),
            setup.images().facts(),
            HardwareFacts.of(setup.hardware()),
            history.times(),
            files(folder),
            Optional.of(RunUsage.of(folder, folder.adaptedOnnx()))),
        new RunResults.Comparison(
            BudgetRows.of(setup, found.result()),
            rows,
            gains(rows),
            narrative.widths(),
            CodeFacts.of(outcomes)),
        new RunResults.Simulations(original, changed, spread),
        narrative.trajectory(),
        new RunResults.Findings(
            checks(folder), notes(imported, changed, simulated.accumulatorOverflows())));
  }

  private List<NetworkRow> rows(
      Optional<ImportedEvaluation.Outcome> imported,
      List<TrainedNetwork> outcomes,
      SimulationResult original,
      SimulationResult changed) {
    NetworkRowAssembly rows = new NetworkRowAssembly(setup);
    Optional<Integer> otherBits = found.otherResidualBits(setup);
    List<NetworkRow> all = new ArrayList<>();
    all.add(rows.imported(imported));
    all.add(rows.fullPrecision(imported, outcomes));
    all.add(
        rows.quantized(
            NetworkKind.QUANTIZED_ORIGINAL,
            setup.network(),
            setup.costs().precision(setup.network()),
            original,
            outcomes));
    otherBits.ifPresent(bits -> all.add(originalAt(bits, rows, outcomes)));
    List<String> uniform = setup.uniformBits();
    if (!uniform.isEmpty()) {
      all.add(originalWith(uniform, rows, outcomes));
    }
    NetworkKind adapted = NetworkKind.QUANTIZED_ADAPTED;
    all.add(
        rows.quantized(
            adapted,
            label(adapted, otherBits),
            found.network(),
            new NetworkRowAssembly.Quantized(found.precision(), changed),
            outcomes));
    return all;
  }

  /** The original with the residual path at the bits that were found. */
  private NetworkRow originalAt(
      int residualBits, NetworkRowAssembly rows, List<TrainedNetwork> outcomes) {
    CostModel costs = setup.costs(found.result());
    return rows.quantized(
        NetworkKind.QUANTIZED_ORIGINAL_FOUND_BITS,
        label(NetworkKind.QUANTIZED_ORIGINAL, Optional.of(residualBits)),
        setup.network(),
        new NetworkRowAssembly.Quantized(
            costs.precision(setup.network()), SimulationResult.of(costs.simulate(setup.network()))),
        outcomes);
  }

  /** The original with one choice of bits in all layers that are chosen for. */
  private NetworkRow originalWith(
      List<String> bitsOf, NetworkRowAssembly rows, List<TrainedNetwork> outcomes) {
    CostModel costs = setup.costs().with(BitRule.parse("bits of layers", bitsOf));
    NetworkKind kind = NetworkKind.QUANTIZED_ORIGINAL_UNIFORM_BITS;
    return rows.quantized(
        kind,
        label(kind, Optional.empty()),
        setup.network(),
        new NetworkRowAssembly.Quantized(
            costs.precision(setup.network()), SimulationResult.of(costs.simulate(setup.network()))),
        outcomes);
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // empty: those of the original
  private String label(NetworkKind kind, Optional<Integer> otherBits) {
    return label(kind, found.result(), setup.request().arithmetic().bits())
        + otherBits.map(bits -> ", residual path at " + bits).orElse("");
  }

  /**
   * As a network of a row is called.
   *
   * @param bits that were asked for
   */
  static String label(NetworkKind kind, SearchTrialResult found, int bits) {
    return kind == NetworkKind.QUANTIZED_ADAPTED && !found.bitsOf().isEmpty()
        ? "original at the bits found for each layer"
        : RunTrainings.name(kind, bits);
  }

  /** The file's own weights are not trained as the others. */
  private List<Gain> gains(List<NetworkRow> rows) {
    List<Gain> gains = new ArrayList<>();
    NetworkRow original = row(rows, NetworkKind.QUANTIZED_ORIGINAL);
    NetworkRow adapted = row(rows, NetworkKind.QUANTIZED_ADAPTED);
    gains.addAll(Gain.between(original, adapted));
    rows.stream()
        .filter(
            r ->
                r.kind() == NetworkKind.QUANTIZED_ORIGINAL_FOUND_BITS
                    || r.kind() == NetworkKind.QUANTIZED_ORIGINAL_UNIFORM_BITS)
        .forEach(
            ofOtherBits -> {
              gains.addAll(Gain.between(original, ofOtherBits));
              gains.addAll(Gain.between(ofOtherBits, adapted));
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
        RunFolder.file(folder.adaptedOnnx(), "adapted network with its trained integers, QCDQ"),
        RunFolder.file(folder.runYaml(), "what was asked for, to repeat the run"),
        RunFolder.file(folder.log(), "every epoch of every phase, one JSON object a line"));
  }

  private List<String> notes(
      Optional<ImportedEvaluation.Outcome> imported,
      SimulationResult changed,
      List<AccumulatorOverflow> overflows) {
    RunNotes said = new RunNotes(setup);
    List<String> notes = new ArrayList<>();
    heldOutWarning(imported).ifPresent(notes::add);
    notes.addAll(said.start());
    overflows.forEach(o -> notes.add("Accumulators may overflow: " + o.describe() + "."));
    said.restored().ifPresent(notes::add);
    insertedShortcuts(changed).ifPresent(notes::add);
    insertedPads(changed).ifPresent(notes::add);
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
    if (!found.result().bitsOf().isEmpty()) {
      notes.add(
          "Other bits than were asked for were chosen of "
              + found.result().bitsOf().size()
              + " layers, weights x activations: "
              + String.join(", ", found.result().bitsOf())
              + ".");
    }
    earlyEpoch().ifPresent(notes::add);
    notes.addAll(said.limits(spread));
    if (!isChanged()) {
      notes.add("The network found is the original one: it was trained once a seed for both rows.");
    }
    if (setup.budgets().isEmpty()) {
      notes.add("No budget was asked for: nothing held the network's costs.");
    }
    said.seeds().ifPresent(notes::add);
    said.normalization(imported).ifPresent(notes::add);
    return notes;
  }

  /** What images that choose are worth, where networks inherit weights. */
  Optional<String> heldOutWarning(Optional<ImportedEvaluation.Outcome> imported) {
    return new RunNotes(setup).heldOutWarning(imported);
  }

  /** Preferences of the first epochs are mostly where the search began. */
  private Optional<String> earlyEpoch() {
    int epochs = setup.settings().epochs().searchEpochs();
    return found
        .result()
        .search()
        .map(GradientSearch::chosenEpoch)
        .filter(chosen -> chosen * EARLY <= epochs)
        .map(
            chosen ->
                String.format(
                    Locale.ROOT,
                    "The network found is that of search epoch %d of %d: preferences had little"
                        + " time to form. Later epochs missed the budget or did worse; twice as"
                        + " many (--search-epochs %d), in which preferences change half as fast, or"
                        + " another band may help.",
                    chosen,
                    epochs,
                    2 * epochs));
  }

  private boolean isChanged() {
    return !found.network().layers().equals(setup.network().layers())
        || found.otherResidualBits(setup).isPresent()
        || !found.result().bitsOf().isEmpty();
  }

  /** What an Add of unequal widths costs, which the expectation of the search does not see. */
  private Optional<String> insertedShortcuts(SimulationResult changed) {
    Inserted shortcuts = inserted(changed, l -> l.macs() > 0);
    return shortcuts.told(
        String.format(
            Locale.ROOT,
            "%d shortcut convolutions at 8 x 8 bits were inserted; they take %.1f %% of the"
                + " adapted network's latency.",
            shortcuts.steps,
            shortcuts.percent));
  }

  /** Likewise; an Add that is then a step of its own is not counted. */
  private Optional<String> insertedPads(SimulationResult changed) {
    Inserted pads = inserted(changed, l -> l.macs() == 0 && setup.coupling() == Coupling.PADDED);
    return pads.told(
        String.format(
            Locale.ROOT,
            "the narrower was padded (steps: %d), which takes %.1f %% of the adapted network's"
                + " latency.",
            pads.steps,
            pads.percent));
  }

  /** Steps that the original network does not have, and their share of the latency. */
  private record Inserted(int steps, double percent) {
    private Optional<String> told(String how) {
      return steps == 0
          ? Optional.empty()
          : Optional.of("Where an Add's operands ended with unequal widths, " + how);
    }
  }

  private Inserted inserted(SimulationResult changed, Predicate<LayerResult> which) {
    List<LayerResult> inserted =
        changed.layers().stream()
            .filter(which)
            .filter(l -> setup.network().layer(l.name()).isEmpty())
            .toList();
    long cycles = inserted.stream().mapToLong(LayerResult::latencyCycles).sum();
    return new Inserted(inserted.size(), 100.0 * cycles / Math.max(1, changed.latencyCycles()));
  }
}
