package dev.twobit.search.halving;

import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchTask;
import dev.twobit.search.inherit.TrainedParent;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.training.Calibration;
import dev.twobit.training.CheckpointInterval;
import dev.twobit.training.Evaluator;
import dev.twobit.training.Initializer;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.Trainer;
import dev.twobit.training.TrainingDivergedException;
import dev.twobit.training.TrainingRecipe;
import dev.twobit.training.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Judges a network by training it: from the weights that it inherits, else from fresh ones, by the
 * task's recipe with fewer epochs, and scored with statistics of batch normalization measured anew.
 * A training that is stopped goes on from its checkpoint to the same bits.
 */
final class TrainedJudge implements Judge {
  /** Of 128 images, for statistics of batch normalization. */
  private static final int STATISTICS_BATCHES = 20;

  /** Held-out images that are looked at after every epoch: whether it diverged. */
  private static final int WATCHED_IMAGES = 250;

  private static final double CHECKPOINT_MINUTES = 5;

  private final SearchTask task;
  private final SearchSpace space;
  private final HeldOut heldOut;
  private final Optional<TrainedParent> parent;
  private final Path files;
  private final Trainer.Extras extras;

  private TrainedJudge(
      SearchTask task,
      SearchSpace space,
      HeldOut heldOut,
      Optional<TrainedParent> parent,
      Path files,
      Trainer.Extras extras) {
    this.task = task;
    this.space = space;
    this.heldOut = heldOut;
    this.parent = parent;
    this.files = files;
    this.extras = extras;
  }

  /**
   * Throws a one-line error for too few held-out images.
   *
   * @param space whose units are judged at other widths
   * @param parent what the task's trained network passes on ({@link #parent}); empty: fresh weights
   * @param files checkpoints' names begin with this one
   * @param stop asks a training to end early
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // fresh weights have none
  static TrainedJudge of(
      SearchTask task,
      SearchSpace space,
      Optional<TrainedParent> parent,
      Path files,
      StopRequest stop,
      SearchProgress progress) {
    return new TrainedJudge(
        task,
        space,
        HeldOut.of(task.heldOut()),
        parent,
        files,
        new Trainer.Extras(
            task.start().teacher(),
            new CheckpointInterval(0, CHECKPOINT_MINUTES),
            stop,
            progress::say));
  }

  /** What the task's networks inherit from; empty where they begin with fresh weights. */
  static Optional<TrainedParent> parent(SearchTask task, SearchSpace space) {
    return task.start().trained().map(trained -> trained.parent(space, task.scheme()));
  }

  @Override
  public Score judge(Judging judging) throws IOException {
    ImageDataset images = heldOut.of(judging.part());
    Path checkpoint = KeptScores.named(files, judging, "-training");
    Score score;
    // In no scope of its own: what a step makes is freed with the outermost one.
    try {
      TrainableNetwork model = start(judging);
      train(model, judging, images, checkpoint);
      score = Score.of(Evaluator.logits(model, images, task.normalization()), images);
    } catch (TrainingDivergedException e) {
      extras.say().accept(String.format(Locale.ROOT, "%s: %s", judging.key(), e.getMessage()));
      score = Score.diverged(images.size());
    }
    Files.deleteIfExists(checkpoint);
    Files.deleteIfExists(checkpoint.resolveSibling(checkpoint.getFileName() + ".previous"));
    return score;
  }

  private TrainableNetwork start(Judging judging) {
    if (parent.isPresent()) {
      return parent.get().child(judging.widths(), judging.seed()).withPrecision(task.precision());
    }
    TrainableNetwork fresh =
        TrainableNetwork.of(
                Initializer.initialize(
                    task.costs().derive(space, judging.widths()), judging.seed()),
                task.scheme())
            .withPrecision(task.precision());
    if (judging.epochs() == 0) {
      Calibration.of(fresh, task.train(), task.normalization(), STATISTICS_BATCHES);
    }
    return fresh;
  }

  private void train(TrainableNetwork model, Judging judging, ImageDataset images, Path checkpoint)
      throws IOException {
    if (judging.epochs() == 0) {
      return;
    }
    TrainingRecipe recipe =
        task.start()
            .recipe()
            .withEpochs(judging.epochs())
            .withSeedAndThreads(judging.seed(), task.threads());
    int watched = Math.min(WATCHED_IMAGES, images.size());
    Trainer trainer =
        new Trainer(
            model,
            recipe,
            task.train(),
            images.subset("watched", IntStream.range(0, watched).toArray()),
            task.normalization(),
            extras);
    trainer.run(checkpoint, epoch -> {});
    if (recipe.evaluated().reestimationBatches() == 0) {
      Calibration.statistics(model, task.train(), task.normalization(), STATISTICS_BATCHES);
    }
  }
}
