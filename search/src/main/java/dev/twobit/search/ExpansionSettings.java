package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.twobit.search.supernet.Growth;

/**
 * When a layer gets a wider candidate, and how.
 *
 * @param threshold T for eight candidates; 1: never
 * @param thresholdRule what T is of units of more than eight candidates
 * @param check when preferences are compared with T
 * @param freezeExpansionShare last share of search epochs without expansion
 * @param maxCandidates most candidates of a layer
 * @param growth what the weights of new channels start as
 */
@JsonNaming(KebabCaseStrategy.class)
public record ExpansionSettings(
    double threshold,
    Rule thresholdRule,
    Check check,
    double freezeExpansionShare,
    int maxCandidates,
    Growth growth) {
  /** Candidates a search of the paper's grids starts with, which its T is about. */
  private static final int INITIAL_CANDIDATES = 8;

  /** What T is of units of more than eight candidates (search/docs/methods.md#expansion). */
  public enum Rule {
    /** The same probability. */
    PROBABILITY,
    /** As many times a uniform probability; and a unit gets one candidate an epoch at the most. */
    LEAD
  }

  /** When preferences are compared with T. */
  public enum Check {
    EPOCH,
    STEP
  }

  /**
   * T of a unit: with fewer than eight candidates, the probability that the lead over the others
   * gives which eight candidates need for T; a uniform start must not pass it. With more, as the
   * rule has it.
   */
  public double threshold(int candidates) {
    if (thresholdRule == Rule.LEAD && threshold < 1 && candidates > INITIAL_CANDIDATES) {
      return threshold * INITIAL_CANDIDATES / candidates;
    }
    int fewer = Math.min(candidates, INITIAL_CANDIDATES) - 1;
    return threshold >= 1
        ? 1
        : threshold / (threshold + fewer * (1 - threshold) / (INITIAL_CANDIDATES - 1));
  }

  /** Lead of one logit over seven equal ones at which its probability is T. */
  public double leadToExpand() {
    return Math.log((INITIAL_CANDIDATES - 1) * threshold / (1 - threshold));
  }
}
