package dev.twobit.experiment.searchcheck;

import java.util.List;
import java.util.Optional;

/**
 * What came of one search.
 *
 * @param network file or model name
 * @param couplings that are one search space here, as in settings; none where the network was
 *     refused before any search
 * @param method as in settings; {@code train} where a training step was all that was tried
 * @param message one line, of what was refused or failed
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record CheckedSearch(
    String network,
    List<String> couplings,
    String method,
    Outcome outcome,
    Optional<String> message,
    double seconds) {
  public CheckedSearch {
    couplings = List.copyOf(couplings);
  }

  /** How it ended. */
  public enum Outcome {
    /** It ran, and what it found was trained by a step. */
    OK,
    /** It said in one line why it does not take this network. */
    REFUSED,
    /** It ended with what is no answer to a user. */
    FAILED
  }
}
