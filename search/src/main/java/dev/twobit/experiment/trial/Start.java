package dev.twobit.experiment.trial;

import dev.twobit.search.inherit.NewChannels;
import java.util.Optional;

/**
 * What a training begins with.
 *
 * @param init {@code fresh}: random weights, by the seed; {@code imported}: the file's
 * @param teacher distilled from, by the recipe's loss
 * @param newChannels what those of wider networks begin with, where weights are imported
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record Start(String init, Optional<TeacherNetwork> teacher, NewChannels newChannels) {
  private static final String FRESH = "fresh";

  /** Random weights and no teacher. */
  public static Start fresh() {
    return new Start(FRESH, Optional.empty(), NewChannels.SILENT);
  }

  public boolean hasFreshWeights() {
    return init.equals(FRESH);
  }

  /**
   * A trained network.
   *
   * @param normalization its own, or {@code same} as the student's
   */
  public record TeacherNetwork(Content file, String normalization) {}
}
