package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.EvaluationTrial;
import dev.twobit.experiment.trial.EvaluationTrialResult;
import dev.twobit.experiment.trial.OnnxClassifier;
import dev.twobit.experiment.trial.Trial;
import dev.twobit.results.Accuracy;
import java.util.Optional;

/** Accuracy of the weights in the file. */
final class ImportedEvaluation {
  private ImportedEvaluation() {}

  /**
   * @param normalization that was used, in words; {@code tried} how many were compared, 1 if it was
   *     given
   */
  record Outcome(Accuracy accuracy, String normalization, int tried) {
    static Outcome of(EvaluationTrialResult result) {
      return new Outcome(
          Accuracy.ofImported(result.top1Percent(), result.images(), OnnxClassifier.NAME),
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
