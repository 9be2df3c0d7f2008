package dev.twobit.experiment.trial;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.CostKind;
import dev.twobit.network.Network;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.cost.CostModel;
import dev.twobit.search.cost.Costs;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What networks that were found cost by the simulator as it is: no image is read, nothing is
 * searched.
 */
public final class PresentCosts {
  private static final String BASE = "paper";

  private final Subjects subjects;

  public PresentCosts(Subjects subjects) {
    this.subjects = subjects;
  }

  /**
   * Costs by kind, of the layers back to back too where an inference is of one image.
   *
   * @param original of the network that was searched
   * @param budgets of the search, by the original's present costs
   * @param sameHardware whether the accelerator's figures are those that the search had
   */
  public record Present(
      Map<String, Double> found,
      Map<String, Double> original,
      List<Budget> budgets,
      boolean sameHardware) {
    public Present {
      budgets = List.copyOf(budgets);
    }
  }

  /** Throws a one-line error for a model or an accelerator that is not there any more. */
  public Present of(SearchTrial trial, SearchTrialResult result) {
    SearchSettings settings = settings(trial);
    Network network = subjects.network(trial.subject().model());
    Network found = Structure.found(result, settings.space().coupling()).of(network);
    HardwareConfig hardware = HardwareCatalog.load(trial.hardware().where());
    Arithmetic asked = trial.arithmetic();
    Arithmetic chosen = result.arithmetic(asked);
    CostModel costs = new CostModel(network, hardware, asked.plan());
    return new Present(
        byKind(new CostModel(found, hardware, chosen.plan()).original(), network),
        byKind(costs.original(), network),
        SearchWork.budgets(trial.search(), settings, network, costs),
        CanonicalValues.sha256(hardware).equals(trial.hardware().sha256()));
  }

  /** Keys that came after the search have the preset's value. */
  private static SearchSettings settings(SearchTrial trial) {
    return SearchSettings.preset(BASE).with(trial.search().settings());
  }

  private static Map<String, Double> byKind(Costs costs, Network network) {
    Map<String, Double> byKind = new LinkedHashMap<>();
    Arrays.stream(CostKind.values())
        .filter(kind -> kind != CostKind.WHOLE || network.images() == 1)
        .forEach(kind -> byKind.put(kind.label(), costs.of(kind)));
    return byKind;
  }
}
