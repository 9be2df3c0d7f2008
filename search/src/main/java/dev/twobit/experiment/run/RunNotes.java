package dev.twobit.experiment.run;

import dev.twobit.results.LatencySpread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Sentences about a run that do not depend on what its searches find. */
final class RunNotes {
  private final SearchSetup setup;

  RunNotes(SearchSetup setup) {
    this.setup = setup;
  }

  /** What images that choose are worth, where networks inherit weights. */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // handed on as it is
  Optional<String> heldOutWarning(Optional<ImportedEvaluation.Outcome> imported) {
    return setup.request().start().isImported()
        ? imported.flatMap(ImportedEvaluation.Outcome::warning)
        : Optional.empty();
  }

  /** What all networks begin with, learn from and are chosen by. */
  List<String> start() {
    List<String> start = new ArrayList<>();
    setup
        .told()
        .forEach(t -> start.add(t.substring(0, 1).toUpperCase(Locale.ROOT) + t.substring(1) + "."));
    int heldOut = setup.images().heldOut().size();
    if (heldOut > 0) {
      start.add(
          String.format(
              Locale.ROOT,
              "%,d images are held out: no weights of this run see them; the %,d training images"
                  + " are the others.",
              heldOut,
              setup.images().train().size()));
    }
    return start;
  }

  /** What was given back to the file's network. */
  Optional<String> restored() {
    int count = setup.prepared().restored().size();
    return count == 0
        ? Optional.empty()
        : Optional.of(
            "Batch normalization was given back to "
                + count
                + " convolutions whose exporter had folded it: all rows but the first count and"
                + " train the network with it.");
  }

  /** What widths cannot change. */
  List<String> limits(LatencySpread spread) {
    List<String> limits = new ArrayList<>();
    if (!spread.canConstrain()) {
      limits.add(spread.message());
    }
    setup.fixed().forEach(why -> limits.add(why + "."));
    return limits;
  }

  /** What one training tells. */
  Optional<String> seeds() {
    return setup.request().execution().seeds().size() > 1
        ? Optional.empty()
        : Optional.of(
            "One training each, from one seed: differences between trainings of other seeds are"
                + " not in the intervals, which speak of the test set's size alone.");
  }

  /** How the file's own weights were evaluated. */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // handed on as it is
  Optional<String> normalization(Optional<ImportedEvaluation.Outcome> imported) {
    return imported.map(
        i ->
            "The imported weights were evaluated with "
                + i.normalization()
                + (i.tried() > 1
                    ? ", the best of "
                        + i.tried()
                        + " on training images; name theirs with --normalization to be sure."
                    : "."));
  }
}
