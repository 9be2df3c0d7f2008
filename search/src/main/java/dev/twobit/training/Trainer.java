package dev.twobit.training;

import dev.twobit.tensor.Torch;
import dev.twobit.training.data.Batch;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains a network and leaves checkpoints, after every epoch and within them; continued from one,
 * it ends in the same bits as without interruption: a batch depends on seed, epoch and step alone.
 */
public final class Trainer {
  private final TrainableNetwork network;
  private final TrainingRecipe recipe;
  private final ImageDataset train;
  private final ImageDataset test;
  private final Normalization normalization;
  private final Extras extras;
  private final TrainingState state;

  /**
   * What most trainings do without.
   *
   * @param teacher distilled from, if the recipe's loss gives it weight
   * @param interval of checkpoints within an epoch
   * @param stop asks the training to end early
   * @param say told of what a user should know, in a line
   * @param addition to the gradients of every step
   * @param watch told of every step
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  public record Extras(
      Optional<Teacher> teacher,
      CheckpointInterval interval,
      StopRequest stop,
      Consumer<String> say,
      GradientAddition addition,
      Consumer<EpochPosition> watch) {
    /** Nobody watches the steps. */
    public Extras(
        Optional<Teacher> teacher,
        CheckpointInterval interval,
        StopRequest stop,
        Consumer<String> say,
        GradientAddition addition) {
      this(teacher, interval, stop, say, addition, position -> {});
    }

    /** Extras that add nothing to gradients. */
    public Extras(
        Optional<Teacher> teacher,
        CheckpointInterval interval,
        StopRequest stop,
        Consumer<String> say) {
      this(teacher, interval, stop, say, GradientAddition.NONE);
    }

    public static Extras none() {
      return new Extras(Optional.empty(), CheckpointInterval.EPOCH, new StopRequest(), line -> {});
    }

    public Extras with(StopRequest other) {
      return new Extras(teacher, interval, other, say, addition, watch);
    }

    /** The same, told of every step. */
    public Extras watchedBy(Consumer<EpochPosition> other) {
      return new Extras(teacher, interval, stop, say, addition, other);
    }
  }

  public Trainer(
      TrainableNetwork network,
      TrainingRecipe recipe,
      ImageDataset train,
      ImageDataset test,
      Normalization normalization) {
    this(network, recipe, train, test, normalization, Extras.none());
  }

  public Trainer(
      TrainableNetwork network,
      TrainingRecipe recipe,
      ImageDataset train,
      ImageDataset test,
      Normalization normalization,
      Extras extras) {
    this.network = network;
    this.recipe = recipe;
    this.train = train;
    this.test = test;
    this.normalization = normalization;
    this.extras = extras;
    this.state = new TrainingState(network, recipe);
  }

  /** Where batches come from. */
  private BatchSource batches() {
    return new EpochBatches(train, normalization, recipe);
  }

  /**
   * Runs what {@code checkpoint} does not hold yet. Afterwards the network is as it was evaluated.
   *
   * @param checkpoint read if it exists; the last two are kept, see {@link CheckpointFiles}
   * @param listener told of every epoch before the checkpoint holds it: after a kill in between it
   *     is told of that epoch again
   * @return top-1 on the test set at the end
   */
  public Evaluation run(Path checkpoint, Consumer<TrainingEpoch> listener) throws IOException {
    Torch.useThreads(recipe.threads());
    CheckpointFiles files = new CheckpointFiles(checkpoint);
    Optional<CheckpointFiles.Found> found = files.latest(extras.say);
    if (found.isPresent()) {
      state.restore(found.get());
    }
    extras.stop.begun();
    try (BatchSource batches = batches()) {
      while (state.epoch() < recipe.epochs()) {
        epoch(batches, files, listener);
      }
      return evaluate(true);
    } finally {
      extras.stop.ended();
    }
  }

  /** Best top-1 on the test set after any epoch so far, and that epoch, 1-based. */
  public Best best() {
    return state.best();
  }

  /**
   * @param epoch 1-based, the first with that accuracy; 0 before any
   * @param accuracy 0..1
   */
  public record Best(int epoch, double accuracy) {}

  private void epoch(BatchSource batches, CheckpointFiles files, Consumer<TrainingEpoch> listener)
      throws IOException {
    long start = System.nanoTime();
    int firstStep = state.step();
    steps(batches, files);
    double trained = (System.nanoTime() - start) * 1e-9;
    Evaluation now;
    try {
      now = evaluate(false);
    } catch (TrainingStoppedException e) {
      files.write(state.checkpoint());
      throw e;
    }
    int epoch = state.epoch();
    double rate = recipe.rate(epoch, batches.steps() - 1, batches.steps());
    if (!Double.isFinite(now.meanLoss())) {
      throw new TrainingDivergedException(
          epoch + 1, batches.steps(), rate, now.meanLoss(), "found when it was evaluated");
    }
    TrainingState.Totals totals = state.totals();
    listener.accept(
        new TrainingEpoch(
            epoch + 1,
            recipe.epochs(),
            rate,
            totals.loss() / totals.images(),
            totals.correct() / totals.images(),
            now.accuracy(),
            (batches.steps() - firstStep) * (double) batches.batchSize() / trained,
            (System.nanoTime() - start) * 1e-9));
    state.finishEpoch(now);
    files.write(state.checkpoint());
  }

  private void steps(BatchSource batches, CheckpointFiles files) throws IOException {
    long begun = System.nanoTime();
    long saved = begun;
    int since = 0;
    int first = state.step();
    while (state.step() < batches.steps()) {
      step(batches.batch(state.epoch(), state.step()), batches.steps());
      since++;
      extras.watch.accept(
          new EpochPosition(
              state.epoch() + 1,
              recipe.epochs(),
              state.step(),
              batches.steps(),
              (long) (state.step() - first) * batches.batchSize(),
              (System.nanoTime() - begun) * 1e-9));
      boolean stop = extras.stop.isRequested();
      if (stop || extras.interval.isDue(since, System.nanoTime() - saved)) {
        files.write(state.checkpoint());
        saved = System.nanoTime();
        since = 0;
      }
      if (stop) {
        throw new TrainingStoppedException(state.epoch() + 1, state.step());
      }
    }
  }

  private void step(Batch batch, int steps) {
    double rate = recipe.rate(state.epoch(), state.step(), steps);
    try (PointerScope scope = new PointerScope()) {
      int count = batch.labels().length;
      Tensor images =
          Torch.channelsLast(
              Torch.tensor(batch.pixels(), count, train.channels(), train.height(), train.width()));
      Tensor target = Tensor.create(batch.labels());
      Tensor logits = network.forward(images, true);
      Tensor loss = loss(images, logits, target);
      double value = loss.item_double();
      if (!Double.isFinite(value)) {
        throw diverged(rate, value, Divergence.culprit(network, images));
      }
      loss.backward();
      extras.addition.add(images, logits.detach(), state.epoch(), state.step());
      clip(rate, value);
      state.update(rate);
      double correct =
          torch
              .eq(torch.argmax(logits.detach(), new LongOptional(1), false), target)
              .sum()
              .item_double();
      state.finishStep(value, correct, count);
    }
  }

  private Tensor loss(Tensor images, Tensor logits, Tensor target) {
    return extras.teacher.isPresent() && recipe.optimization().loss().teacherWeight() > 0
        ? recipe.optimization().loss().of(logits, target, extras.teacher.get().logits(images))
        : recipe.optimization().loss().of(logits, target);
  }

  private void clip(double rate, double loss) {
    if (recipe.optimization().clipNorm() > 0) {
      double norm = GradientNorm.clip(network.trainable(), recipe.optimization().clipNorm());
      if (!Double.isFinite(norm)) {
        throw diverged(rate, loss, Divergence.gradient(network));
      }
    }
  }

  private TrainingDivergedException diverged(double rate, double loss, String culprit) {
    return new TrainingDivergedException(state.epoch() + 1, state.step() + 1, rate, loss, culprit);
  }

  /**
   * @param keep leave the network as it was evaluated
   */
  private Evaluation evaluate(boolean keep) {
    if (state.average().isEmpty() && recipe.evaluated().reestimationBatches() == 0) {
      return evaluateAsIs();
    }
    EvaluationState evaluated = EvaluationState.of(network);
    try {
      state.average().ifPresent(evaluated::useAverage);
      if (recipe.evaluated().reestimationBatches() > 0) {
        evaluated.reestimate(
            train,
            normalization,
            Math.min(recipe.batchSize(), train.size()),
            recipe.evaluated().reestimationBatches());
      }
      return evaluateAsIs();
    } finally {
      if (!keep) {
        evaluated.putBack();
      }
    }
  }

  private Evaluation evaluateAsIs() {
    return Evaluator.evaluate(
        x -> {
          if (extras.stop.isRequested() && state.epoch() < recipe.epochs()) {
            throw new TrainingStoppedException(state.epoch() + 1, state.step());
          }
          return network.forward(x, false);
        },
        test,
        normalization);
  }
}
