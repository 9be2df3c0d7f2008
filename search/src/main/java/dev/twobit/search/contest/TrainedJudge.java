package dev.twobit.search.contest;

import dev.twobit.search.SearchTask;
import dev.twobit.search.inherit.TrainedParent;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.training.Calibration;
import dev.twobit.training.CheckpointInterval;
import dev.twobit.training.Evaluator;
import dev.twobit.training.Initializer;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.Trainer;
import dev.twobit.training.TrainingDivergedException;
import dev.twobit.training.TrainingEpoch;
import dev.twobit.training.TrainingRecipe;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Judges a network by training it: from the weights that it inherits, else from fresh ones, by the
 * task's recipe with fewer epochs, and scored with statistics of batch normalization measured anew.
 * A training that is stopped goes on from its checkpoint to the same bits.
 */
public final class TrainedJudge implements Judge {
  /** What is told of its steps. */
  public static final String PHASE = "training a candidate";

  /** Of 128 images, for statistics of batch normalization. */
  private static final int STATISTICS_BATCHES = 20;

  /** Held-out images that are looked at after every epoch: whether it diverged. */
  private static final int WATCHED_IMAGES = 250;

  private static final double CHECKPOINT_MINUTES = 5;

  private final SearchTask task;
  private final SearchSpace space;
  private final HeldOut heldOut;
  private final Optional<TrainedParent> parent;
  private final ImageDataset surveyed;
  private final Path files;
  private final Trainer.Extras extras;

  private TrainedJudge(
      SearchTask task,
      SearchSpace space,
      HeldOut heldOut,
      Optional<TrainedParent> parent,
      ImageDataset surveyed,
      Path files,
      Trainer.Extras extras) {
    this.task = task;
    this.space = space;
    this.heldOut = heldOut;
    this.parent = parent;
    this.surveyed = surveyed;
    this.files = files;
    this.extras = extras;
  }

  /**
   * Throws a one-line error for too few held-out images.
   *
   * @param scene whose space's units are judged at other widths
   * @param parent what the task's trained network passes on ({@link #parent}); empty: fresh weights
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // fresh weights have none
  public static TrainedJudge of(ComparedSearch.Scene scene, Optional<TrainedParent> parent) {
    SearchTask task = scene.task();
    return new TrainedJudge(
        task,
        scene.space(),
        HeldOut.of(task, scene.settings()),
        parent,
        surveyed(task.train(), scene.settings().survey().surveyImages()),
        scene.checkpoint(),
        new Trainer.Extras(
                task.start().teacher(),
                new CheckpointInterval(0, CHECKPOINT_MINUTES),
                scene.stop(),
                scene.progress()::say)
            .watchedBy(at -> scene.progress().step(PHASE, at)));
  }

  /** The first in an order of their own: a data set may be sorted by class. */
  private static ImageDataset surveyed(ImageDataset images, int count) {
    int[] order = BatchMaker.order(images.size(), 0, 0);
    return images.subset("survey", Arrays.copyOf(order, Math.min(count, order.length)));
  }

  /** What the task's networks inherit from; empty where they begin with fresh weights. */
  public static Optional<TrainedParent> parent(SearchTask task, SearchSpace space) {
    return task.start().trained().map(trained -> trained.parent(space, task.scheme()));
  }

  /** What is asked of a network as soon as it is trained. */
  @FunctionalInterface
  public interface Question<T> {
    T of(TrainableNetwork trained, ImageDataset heldOut) throws IOException;
  }

  @Override
  public Score judge(Judging judging) throws IOException {
    return judging.part() == HeldOut.Part.STEPS ? steps(judging) : answered(judging);
  }

  /**
   * Of one epoch, of the survey's images or of all: the loss as its steps have it, with weights
   * that move. Every network sees the same images in the same order, and a mean over steps scatters
   * less than what the last of them leaves.
   */
  private Score steps(Judging judging) throws IOException {
    ImageDataset images = judging.epochs() == 0 ? surveyed : task.train();
    Judging once = new Judging(judging.widths(), 1, judging.seed(), judging.part());
    List<TrainingEpoch> epochs = new ArrayList<>();
    Path checkpoint = checkpoint(judging);
    ImageDataset watched = heldOut.of(HeldOut.Part.RUNGS);
    try {
      train(start(once), once, images, watched, checkpoint, epochs::add);
      if (epochs.isEmpty()) { // killed after the epoch and before its answer
        forget(checkpoint);
        train(start(once), once, images, watched, checkpoint, epochs::add);
      }
    } catch (TrainingDivergedException e) {
      forget(checkpoint);
      return Score.diverged(1);
    }
    forget(checkpoint);
    TrainingEpoch last = epochs.get(epochs.size() - 1);
    return Score.ofMeans(last.trainLoss(), last.trainAccuracy());
  }

  private Score answered(Judging judging) throws IOException {
    return answer(
            judging,
            (model, images) ->
                Score.of(Evaluator.logits(model, images, task.normalization()), images))
        .orElseGet(() -> Score.diverged(heldOut.of(judging.part()).size()));
  }

  /**
   * Trains a network and asks it; a training that is stopped goes on from its checkpoint, which is
   * kept until there is an answer.
   *
   * @return empty where the training diverged
   */
  public <T> Optional<T> answer(Judging judging, Question<T> question) throws IOException {
    ImageDataset images = heldOut.of(judging.part());
    Path checkpoint = checkpoint(judging);
    Optional<T> answer = Optional.empty();
    // In no scope of its own: what a step makes is freed with the outermost one.
    try {
      TrainableNetwork model = start(judging);
      train(model, judging, task.train(), images, checkpoint, epoch -> {});
      answer = Optional.of(question.of(model, images));
    } catch (TrainingDivergedException e) {
      extras.say().accept(String.format(Locale.ROOT, "%s: %s", judging.key(), e.getMessage()));
    }
    forget(checkpoint);
    return answer;
  }

  private Path checkpoint(Judging judging) {
    return KeptScores.named(files, judging, "-training");
  }

  private static void forget(Path checkpoint) throws IOException {
    Files.deleteIfExists(checkpoint);
    Files.deleteIfExists(checkpoint.resolveSibling(checkpoint.getFileName() + ".previous"));
  }

  private TrainableNetwork start(Judging judging) {
    if (parent.isPresent()) {
      TrainedParent from = parent.get();
      TrainableNetwork begun =
          judging.epochs() == 0
              ? from.untrained(judging.widths(), judging.seed())
              : from.child(judging.widths(), judging.seed());
      return begun.withPrecision(task.precision());
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

  private void train(
      TrainableNetwork model,
      Judging judging,
      ImageDataset train,
      ImageDataset images,
      Path checkpoint,
      Consumer<TrainingEpoch> listener)
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
            train,
            images.subset("watched", IntStream.range(0, watched).toArray()),
            task.normalization(),
            extras);
    trainer.run(checkpoint, listener);
    if (judging.part() != HeldOut.Part.STEPS && recipe.evaluated().reestimationBatches() == 0) {
      Calibration.statistics(model, task.train(), task.normalization(), STATISTICS_BATCHES);
    }
  }
}
