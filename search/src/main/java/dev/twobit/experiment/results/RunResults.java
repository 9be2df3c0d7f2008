package dev.twobit.experiment.results;

import java.util.List;
import java.util.Optional;

/**
 * Everything a finished run shows; one file, {@code results.json}.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param budgets active budgets with what the result reached; empty if none was set
 * @param networks compared networks, in the order they are shown
 * @param gains differences between rows trained alike, see {@link Gain#between}
 * @param widths output channels of every convolution before and after
 * @param original 2-bit original on the hardware
 * @param adapted 2-bit adapted on the same hardware with the same precision plan
 * @param checks what was verified and how far off it was
 * @param notes sentences a reader must know, such as what was not measured and why
 */
public record RunResults(
    int schemaVersion,
    String twobitVersion,
    RunRequest request,
    RunFacts facts,
    DataSetFacts data,
    HardwareFacts hardware,
    List<BudgetResult> budgets,
    List<NetworkRow> networks,
    List<Gain> gains,
    List<LayerWidth> widths,
    SimulationResult original,
    SimulationResult adapted,
    LatencySpread spread,
    SearchTrajectory search,
    List<PhaseTime> phases,
    List<Check> checks,
    List<ResultFile> files,
    List<String> notes) {
  /** Raised when a key changes its meaning or goes away. */
  public static final int SCHEMA_VERSION = 3;

  public RunResults {
    budgets = List.copyOf(budgets);
    networks = List.copyOf(networks);
    gains = List.copyOf(gains);
    widths = List.copyOf(widths);
    phases = List.copyOf(phases);
    checks = List.copyOf(checks);
    files = List.copyOf(files);
    notes = List.copyOf(notes);
  }

  public Optional<NetworkRow> network(NetworkKind kind) {
    return networks.stream().filter(row -> row.kind() == kind).findFirst();
  }
}
