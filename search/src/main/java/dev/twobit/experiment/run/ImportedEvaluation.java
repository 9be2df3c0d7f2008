package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.EvaluationTrial;
import dev.twobit.experiment.trial.EvaluationTrialResult;
import dev.twobit.experiment.trial.EvaluationTrialResult.Part;
import dev.twobit.experiment.trial.OnnxClassifier;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.results.Accuracy;
import java.util.Optional;

/** Accuracy of the weights in the file. */
final class ImportedEvaluation {
  private ImportedEvaluation() {}

  /**
   * @param heldOut on the images that choose; empty where none are held out
   * @param normalization that was used, in words; {@code tried} how many were compared, 1 if it was
   *     given
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  record Outcome(Accuracy accuracy, Optional<Part> heldOut, String normalization, int tried) {
    /** Where the weights probably saw the images that choose. */
    Optional<String> warning() {
      return heldOut.flatMap(part -> HeldOutCheck.warning(part, accuracy));
    }

    static Outcome of(EvaluationTrialResult result) {
      return new Outcome(
          Accuracy.ofImported(
              result.test().top1Percent(), result.test().images(), OnnxClassifier.NAME),
          result.heldOut(),
          result.normalization().isEmpty()
              ? "the run's own normalization"
              : "normalization " + result.normalization(),
          result.tried());
    }
  }

  /** Empty for a file without weights. */
  static Optional<EvaluationTrial> trial(SearchSetup setup) {
    return setup.imported().parameters().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new EvaluationTrial(
                Trial.FORMAT, setup.trial().subject(), setup.request().execution().threads()));
  }
}
