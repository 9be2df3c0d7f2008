package dev.twobit.results;

import java.util.List;
import java.util.Optional;

/**
 * How the search went.
 *
 * @param method such as {@code NCE, 2 sampled widths, align}
 * @param figures what the method tells of itself, such as how often it tried
 * @param epochs of all phases, in the order they ran
 * @param expansions the search made; empty if none, then {@code decisions} say why
 * @param decisions one per searched layer, in network order; empty for methods without epochs
 * @param verdict of a method that compares with the original
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record SearchTrajectory(
    String method,
    List<Figure> figures,
    List<EpochRecord> epochs,
    List<Expansion> expansions,
    List<LayerDecision> decisions,
    Optional<SearchVerdict> verdict) {
  public SearchTrajectory {
    figures = List.copyOf(figures);
    epochs = List.copyOf(epochs);
    expansions = List.copyOf(expansions);
    decisions = List.copyOf(decisions);
  }

  /** A number by name, its unit in the name. */
  public record Figure(String name, double value) {}

  /** Whether there were epochs of a search, not of trainings alone. */
  public boolean hasEpochs() {
    return epochs.stream().anyMatch(e -> e.phase().equals("search"));
  }

  /**
   * A layer got wider candidates.
   *
   * @param epoch of the search, from 1
   * @param fromWidth widest candidate before, channels; {@code toWidth} after
   * @param probability of the widest candidate that passed the threshold, 0..1
   */
  public record Expansion(
      int epoch, String layer, int fromWidth, int toWidth, double probability) {}

  /**
   * Where a searched layer ended.
   *
   * @param chosenWidth channels
   * @param widestProbability of its widest candidate at the end, 0..1
   * @param threshold it had to pass
   * @param expansions it went through
   * @param reason why it was never expanded; empty if it was
   */
  public record LayerDecision(
      String layer,
      int chosenWidth,
      double widestProbability,
      double threshold,
      int expansions,
      String reason) {}
}
