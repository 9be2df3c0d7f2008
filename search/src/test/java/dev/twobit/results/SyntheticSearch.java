package dev.twobit.results;

import dev.twobit.network.CostKind;
import dev.twobit.results.EpochRecord.EpochCost;
import dev.twobit.results.SearchTrajectory.Expansion;
import dev.twobit.results.SearchTrajectory.LayerDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The search part of {@link SyntheticRun}. */
final class SyntheticSearch {
  private static final int SEARCH_EPOCHS = 8;

  private SyntheticSearch() {}

  static List<LayerWidth> widths(
      String prefix, SimulationResult original, List<Integer> before, List<Integer> after) {
    List<LayerWidth> widths = new ArrayList<>();
    widths.add(new LayerWidth("conv1", "stem", 16, 16, List.of(8, 12, 16), bits("8x8")));
    for (int i = 0; i < before.size(); i++) {
      int width = before.get(i);
      widths.add(
          new LayerWidth(
              prefix + original.layers().get(i + 1).name(),
              "searched",
              width,
              after.get(i),
              List.of(width / 2, width, width * 5 / 4),
              bits("2x2")));
    }
    widths.add(new LayerWidth("fc", "classifier", 10, 10, List.of(), bits("8x8")));
    return widths;
  }

  private static Optional<LayerWidth.Operands> bits(String both) {
    return Optional.of(new LayerWidth.Operands(both, both));
  }

  static SearchTrajectory trajectory(
      String prefix, SimulationResult original, List<Integer> after) {
    List<EpochRecord> epochs = new ArrayList<>();
    for (int e = 1; e <= 2; e++) {
      epochs.add(epoch("warm-up", e, 2.2 - 0.2 * e, OptionalDouble.empty(), List.of()));
    }
    for (int e = 1; e <= SEARCH_EPOCHS; e++) {
      double expected = 0.42 + 0.56 * e / SEARCH_EPOCHS;
      epochs.add(
          epoch(
              "search",
              e,
              1.8 - 0.05 * e,
              OptionalDouble.of(5 - 0.6 * e),
              List.of(new EpochCost(CostKind.LATENCY, expected, expected + 0.02))));
    }
    for (int e = 1; e <= 10; e++) {
      epochs.add(
          epoch("train adapted, seed 1", e, 1.7 - 0.1 * e, OptionalDouble.empty(), List.of()));
    }
    List<LayerDecision> decisions = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      String layer = prefix + original.layers().get(i + 1).name();
      decisions.add(
          i == 1
              ? new LayerDecision(layer, after.get(i), 0.31, 0.3, 2, "")
              : new LayerDecision(
                  layer, after.get(i), 0.12, 0.3, 0, "highest probability 0.12 is below 0.30"));
    }
    String expanded = prefix + original.layers().get(2).name();
    return new SearchTrajectory(
        "NCE, 2 sampled widths",
        List.of(),
        epochs,
        List.of(new Expansion(3, expanded, 16, 20, 0.34), new Expansion(6, expanded, 20, 24, 0.32)),
        decisions,
        Optional.of(
            new SearchVerdict(
                SearchVerdict.Returned.ORIGINAL, prefix + "none is better", 0.001, 0.002)));
  }

  private static EpochRecord epoch(
      String phase, int epoch, double loss, OptionalDouble tau, List<EpochCost> costs) {
    return new EpochRecord(
        phase,
        epoch,
        loss,
        OptionalDouble.of(100 - 30 * loss),
        OptionalDouble.of(97 - 30 * loss),
        tau,
        costs,
        31.5);
  }
}
