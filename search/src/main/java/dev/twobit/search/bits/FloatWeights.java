package dev.twobit.search.bits;

import dev.twobit.network.Network;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchTask;
import dev.twobit.search.inherit.TrainedWeights;
import dev.twobit.training.CheckpointInterval;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.Trainer;
import dev.twobit.training.TrainingRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The trained float network that bits are judged on: the one that networks inherit from, else one
 * that is trained from fresh weights by the task's recipe, in full precision.
 */
final class FloatWeights {
  /** Training images that are looked at after every epoch: whether it diverged. */
  private static final int WATCHED = 250;

  private static final double CHECKPOINT_MINUTES = 5;

  private FloatWeights() {}

  /**
   * Goes on from its checkpoint to the same bits.
   *
   * @param checkpoint of its training, where there is one
   */
  static Network of(SearchTask task, Path checkpoint, StopRequest stop, SearchProgress progress)
      throws IOException {
    Optional<TrainedWeights> trained = task.start().trained();
    if (trained.isPresent()) {
      return trained.get().network();
    }
    TrainingRecipe recipe = task.start().recipe().withSeedAndThreads(task.seed(), task.threads());
    TrainableNetwork model =
        TrainableNetwork.of(
                Initializer.initialize(task.network(), task.seed()), QuantizationScheme.none())
            .withPrecision(task.precision());
    Trainer.Extras extras =
        new Trainer.Extras(
            task.start().teacher(),
            new CheckpointInterval(0, CHECKPOINT_MINUTES),
            stop,
            progress::say);
    int watched = Math.min(WATCHED, task.train().size());
    new Trainer(
            model,
            recipe,
            task.train(),
            task.train().subset("watched", IntStream.range(0, watched).toArray()),
            task.normalization(),
            extras)
        .run(
            checkpoint,
            epoch ->
                progress.say(
                    String.format(
                        Locale.ROOT,
                        "full precision, to be measured: epoch %d of %d, loss %.4f",
                        epoch.epoch(),
                        epoch.epochs(),
                        epoch.trainLoss())));
    return model.toNetwork();
  }
}
