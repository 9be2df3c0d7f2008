package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.network.Network;
import dev.twobit.network.WidthAdapter;
import dev.twobit.training.CheckpointInterval;
import dev.twobit.training.Evaluation;
import dev.twobit.training.Evaluator;
import dev.twobit.training.Initializer;
import dev.twobit.training.LayerMeasurement;
import dev.twobit.training.LayerStatistics;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.Trainer;
import dev.twobit.training.TrainingEpoch;
import dev.twobit.training.TrainingRecipe;
import dev.twobit.training.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs a {@link TrainingTrial}. */
final class TrainingWork {
  /** Batches of 50 that layer statistics are of: SPEC 5.2 has ten batches. */
  private static final int MEASURED_IMAGES = 500;

  private static final int TOP = 5;

  private final Subjects subjects;
  private final StudyProgress progress;

  TrainingWork(Subjects subjects, StudyProgress progress) {
    this.subjects = subjects;
    this.progress = progress;
  }

  TrainingTrialResult run(TrainingTrial trial, Path folder, StopRequest stop) throws IOException {
    Network original = subjects.network(trial.subject().model());
    Network structure = WidthAdapter.adapt(original, trial.widths());
    PreparedData images = subjects.images(trial.subject().images());
    images.data().requireFit(structure);
    TrainingRecipe recipe = trial.training().values();
    dev.twobit.tensor.Torch.useThreads(recipe.threads());
    TrainableNetwork model =
        TrainableNetwork.of(
                Initializer.initialize(structure, recipe.seed()), trial.arithmetic().scheme())
            .withPrecision(trial.arithmetic().layerPrecision());
    EpochLog<TrainingEpoch> log =
        new EpochLog<>(
            folder.resolve("epochs.jsonl"),
            TrainingEpoch.class,
            e -> "training",
            TrainingEpoch::epoch);
    log.open();
    var extras =
        new Trainer.Extras(
            Optional.empty(), CheckpointInterval.parse("interval", "10min"), stop, progress::say);
    Trainer trainer =
        new Trainer(
            model,
            recipe,
            images.data().train(),
            images.data().test(),
            images.normalization(),
            extras);
    Evaluation last =
        trainer.run(
            folder.resolve(TrialWork.CHECKPOINT + "-training"),
            epoch -> {
              log.add(epoch);
              progress.training(trial, epoch);
            });
    List<TrainingEpoch> epochs = log.read();
    return new TrainingTrialResult(
        100 * last.accuracy(),
        100 * topShare(model, images),
        100 * trainer.best().accuracy(),
        trainer.best().epoch(),
        images.data().test().size(),
        epochs,
        statistics(trial, model, images),
        epochs.stream().mapToDouble(TrainingEpoch::seconds).sum());
  }

  private static List<LayerStatistics> statistics(
      TrainingTrial trial, TrainableNetwork model, PreparedData images) {
    return trial.layerStatistics()
        ? LayerMeasurement.of(model, images.data().test(), images.normalization(), MEASURED_IMAGES)
        : List.of();
  }

  /** Share of images whose label is among the five highest logits. */
  private static double topShare(TrainableNetwork model, PreparedData images) {
    ImageDataset test = images.data().test();
    float[][] logits = Evaluator.logits(model, test, images.normalization());
    int correct = 0;
    for (int i = 0; i < logits.length; i++) {
      float own = logits[i][test.label(i)];
      int higher = 0;
      for (float logit : logits[i]) {
        higher += logit > own ? 1 : 0;
      }
      correct += higher < TOP ? 1 : 0;
    }
    return (double) correct / logits.length;
  }
}
