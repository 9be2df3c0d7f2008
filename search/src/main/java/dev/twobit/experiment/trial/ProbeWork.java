package dev.twobit.experiment.trial;

import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.training.Calibration;
import dev.twobit.training.CheckpointInterval;
import dev.twobit.training.Evaluation;
import dev.twobit.training.Evaluator;
import dev.twobit.training.StopRequest;
import dev.twobit.training.Trainer;
import dev.twobit.training.TrainingDivergedException;
import dev.twobit.training.TrainingRecipe;
import dev.twobit.training.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * Runs a {@link ProbeTrial}: a short training with a whole cosine of its own, the same images in
 * the same order at every rate.
 */
public final class ProbeWork {
  private static final double CHECKPOINT_MINUTES = 5;

  /** Of 128 images, for statistics of batch normalization where the recipe measures none. */
  private static final int STATISTICS_BATCHES = 20;

  private final Subjects subjects;
  private final TrialListener listener;
  private final TrialPlaces places;

  public ProbeWork(Subjects subjects, TrialListener listener, TrialPlaces places) {
    this.subjects = subjects;
    this.listener = listener;
    this.places = places;
  }

  /** Throws a one-line error for too few images to judge by. */
  public static void check(ProbeTrial trial, Subjects subjects) {
    judged(trial, subjects.images(trial.subject().images()));
  }

  ProbeTrialResult run(ProbeTrial trial, Path folder, StopRequest stop) throws IOException {
    long start = System.nanoTime();
    TrainingWork.Prepared prepared =
        new TrainingWork(subjects, listener, places).prepare(trial.training());
    ImageDataset judged = judged(trial, prepared.images());
    TrainingRecipe recipe = trial.training().training().values();
    ProbeLength length = ProbeLength.of(recipe, prepared.images().train().size());
    Trainer trainer =
        new Trainer(
            prepared.model(),
            recipe.probing(length.epochs(), trial.rateFactor()),
            length.of(prepared.images().train()),
            judged,
            prepared.images().normalization(),
            new Trainer.Extras(
                    prepared.teacher(),
                    new CheckpointInterval(0, CHECKPOINT_MINUTES),
                    stop,
                    listener::say)
                .watchedBy(at -> listener.step(trial, "probe", at)));
    return new ProbeTrialResult(
        crossEntropy(trainer, prepared, judged, folder.resolve(TrialWork.CHECKPOINT + "-probe")),
        judged.size(),
        length.steps(),
        (System.nanoTime() - start) * 1e-9);
  }

  private static OptionalDouble crossEntropy(
      Trainer trainer, TrainingWork.Prepared prepared, ImageDataset judged, Path checkpoint)
      throws IOException {
    try {
      Evaluation last = trainer.run(checkpoint, epoch -> {});
      TrainingRecipe recipe = prepared.trial().training().values();
      if (recipe.evaluated().reestimationBatches() > 0) {
        return finite(last.meanLoss());
      }
      PreparedData images = prepared.images();
      Calibration.statistics(
          prepared.model(), images.train(), images.normalization(), STATISTICS_BATCHES);
      return finite(
          Evaluator.evaluate(prepared.model(), judged, images.normalization()).meanLoss());
    } catch (TrainingDivergedException e) {
      return OptionalDouble.empty();
    }
  }

  private static OptionalDouble finite(double loss) {
    return Double.isFinite(loss) ? OptionalDouble.of(loss) : OptionalDouble.empty();
  }

  private static ImageDataset judged(ProbeTrial trial, PreparedData images) {
    return trial.finalShare() > 0
        ? ComparedSearch.choosing(images.heldOut(), trial.finalShare())
        : images.heldOut();
  }
}
