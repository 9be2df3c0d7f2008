package dev.twobit.results;

import dev.twobit.network.CostKind;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One epoch of one phase.
 *
 * @param phase name, equal for all epochs of the phase: {@code warm-up}, {@code search}, {@code
 *     train 2-bit adapted, seed 1}
 * @param epoch within the phase, from 1
 * @param trainLoss mean cross-entropy
 * @param trainAccuracyPercent absent if not measured
 * @param heldOutAccuracyPercent on images the weights of this phase do not see; absent if not
 *     measured
 * @param tau sampling temperature; absent outside the search
 * @param costs one per active budget; empty outside the search
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // absent in JSON
public record EpochRecord(
    String phase,
    int epoch,
    double trainLoss,
    OptionalDouble trainAccuracyPercent,
    OptionalDouble heldOutAccuracyPercent,
    OptionalDouble tau,
    List<EpochCost> costs,
    double seconds) {
  public EpochRecord {
    costs = List.copyOf(costs);
  }

  /**
   * Costs over the budget's limit: 1 is the limit.
   *
   * @param expectedRelative expectation over the architecture distribution
   * @param genotypeRelative most probable architecture, whole network
   */
  public record EpochCost(CostKind kind, double expectedRelative, double genotypeRelative) {}
}
