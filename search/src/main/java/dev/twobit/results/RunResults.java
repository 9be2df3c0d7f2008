package dev.twobit.results;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything a finished run of one search shows; one file, {@code results.json}.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 */
public record RunResults(
    int schemaVersion,
    String twobitVersion,
    RunRequest request,
    Setting setting,
    Comparison comparison,
    Simulations simulations,
    SearchTrajectory search,
    Findings findings)
    implements FinishedRun {
  /** Raised when a key changes its meaning, its place or goes away. */
  public static final int SCHEMA_VERSION = 3;

  /**
   * Where, on what and for how long it ran, and what it wrote.
   *
   * @param usage absent in results written before it was
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // absent in JSON
  public record Setting(
      RunFacts facts,
      DataSetFacts data,
      HardwareFacts hardware,
      List<PhaseTime> phases,
      List<ResultFile> files,
      Optional<Usage> usage) {
    public Setting {
      phases = List.copyOf(phases);
      files = List.copyOf(files);
    }
  }

  /**
   * The networks side by side.
   *
   * @param budgets active budgets with what the result reached; empty if none was set
   * @param networks compared networks, in the order they are shown
   * @param gains differences between rows trained alike, see {@link Gain#between}
   * @param widths output channels of every convolution before and after
   * @param codes how quantized networks use their codes, of the first training of each; absent in
   *     results written before it was
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // absent in JSON
  public record Comparison(
      List<BudgetResult> budgets,
      List<NetworkRow> networks,
      List<Gain> gains,
      List<LayerWidth> widths,
      Optional<Map<NetworkKind, CodeUse>> codes) {
    public Comparison {
      budgets = List.copyOf(budgets);
      networks = List.copyOf(networks);
      gains = List.copyOf(gains);
      widths = List.copyOf(widths);
      codes = codes.map(c -> Collections.unmodifiableMap(new TreeMap<>(c)));
    }
  }

  /**
   * The 2-bit networks on the hardware.
   *
   * @param original as it was
   * @param adapted with the same precision plan
   * @param spread between the narrowest and the widest there could be
   */
  public record Simulations(
      SimulationResult original, SimulationResult adapted, LatencySpread spread) {}

  /**
   * What else a reader must know.
   *
   * @param checks what was verified and how far off it was
   * @param notes sentences, such as what was not measured and why
   */
  public record Findings(List<VerificationResult> checks, List<String> notes) {
    public Findings {
      checks = List.copyOf(checks);
      notes = List.copyOf(notes);
    }
  }

  @Override
  public <R> R fold(Cases<R> cases) {
    return cases.one(this);
  }

  public Optional<NetworkRow> network(NetworkKind kind) {
    return networks().stream().filter(row -> row.kind() == kind).findFirst();
  }

  public List<BudgetResult> budgets() {
    return comparison.budgets();
  }

  public List<NetworkRow> networks() {
    return comparison.networks();
  }

  public List<Gain> gains() {
    return comparison.gains();
  }

  public List<LayerWidth> widths() {
    return comparison.widths();
  }

  /** How a network of a kind uses its codes; empty of one in float, or where it was not told. */
  public Optional<CodeUse> codes(NetworkKind kind) {
    return comparison.codes().map(kinds -> kinds.get(kind));
  }

  public SimulationResult original() {
    return simulations.original();
  }

  public SimulationResult adapted() {
    return simulations.adapted();
  }

  public LatencySpread spread() {
    return simulations.spread();
  }
}
