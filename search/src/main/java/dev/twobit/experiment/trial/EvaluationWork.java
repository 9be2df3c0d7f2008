package dev.twobit.experiment.trial;

import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.Optional;

/**
 * Runs an {@link EvaluationTrial}. Weights want the normalization they were trained with: unless
 * the user names it, the {@linkplain NormalizationChoice best one} on training images is taken.
 */
final class EvaluationWork {
  private final Subjects subjects;

  EvaluationWork(Subjects subjects) {
    this.subjects = subjects;
  }

  EvaluationTrialResult run(EvaluationTrial trial) {
    long start = System.nanoTime();
    PreparedNetwork network =
        subjects.prepared(trial.subject().model()).requireWeights("a trained network");
    Images asked = trial.subject().images();
    PreparedData images = subjects.images(asked);
    Choice choice = choice(trial, network, images);
    Normalization normalization = images.normalized(choice.normalization());
    return new EvaluationTrialResult(
        part(trial, network, images.test(), normalization),
        images.heldOut().size() == 0
            ? Optional.empty()
            : Optional.of(part(trial, network, images.heldOut(), normalization)),
        choice.normalization().equals(asked.normalization()) ? "" : choice.normalization(),
        choice.tried(),
        (System.nanoTime() - start) * 1e-9);
  }

  /** The normalization taken, and of how many. */
  private record Choice(String normalization, int tried) {}

  private static Choice choice(EvaluationTrial trial, PreparedNetwork network, PreparedData data) {
    Images asked = trial.subject().images();
    if (!asked.isMeasured()) {
      return new Choice(asked.normalization(), 1);
    }
    NormalizationChoice compared =
        NormalizationChoice.of(network, data, asked.normalization(), trial.threads());
    return new Choice(compared.best().normalization(), compared.tried().size());
  }

  private static EvaluationTrialResult.Part part(
      EvaluationTrial trial,
      PreparedNetwork network,
      ImageDataset images,
      Normalization normalization) {
    return new EvaluationTrialResult.Part(
        NormalizationChoice.top1(network, images, normalization, trial.threads()), images.size());
  }
}
