package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.twobit.search.cost.BandBase;
import dev.twobit.search.cost.CostLoss;
import dev.twobit.search.cost.Expectation;
import dev.twobit.search.cost.LatencyBinds;

/**
 * How budgets pull, and which genotype a search ends with.
 *
 * @param costWeight lambda of every budget's log cost
 * @param costLoss which side of a band they pull from
 * @param bandBase what a band's percentages are of
 * @param expectation which network the expected cost is one of
 * @param finalGenotype which epoch's genotype is the result
 * @param projection what its genotype gives up to come within the budgets
 * @param latencyBinds which clocks a budget of latency binds
 * @param fill whether a found network is widened until it uses its budgets up
 */
@JsonNaming(KebabCaseStrategy.class)
public record BudgetSettings(
    double costWeight,
    CostLoss costLoss,
    BandBase bandBase,
    Expectation expectation,
    FinalGenotype finalGenotype,
    Projection projection,
    LatencyBinds latencyBinds,
    boolean fill) {
  /** What is given up to come within the budgets. */
  public enum Projection {
    /** What the search prefers least. */
    LOGITS,
    /** What the loss of the inherited, untrained network rises least by ({@link WidthJudge}). */
    JUDGE
  }

  /** Whether nothing pulls widths up towards a band. */
  public boolean pullsFromAboveAlone() {
    return costLoss == CostLoss.ONE_SIDED;
  }
}
