package dev.twobit.training;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Everything a training carries from step to step, and what its checkpoints hold. */
final class TrainingState {
  private static final String AVERAGE = "average/";

  private final TrainableNetwork network;
  private final TrainingRecipe recipe;
  private final Optimizer optimizer;
  private final Optional<WeightAverage> average;
  private int epoch;
  private int step;
  private long updates;
  private Totals totals = new Totals(0, 0, 0);
  private Trainer.Best best = new Trainer.Best(0, 0);

  /** Sums over the epoch's steps so far. */
  record Totals(double loss, double correct, double images) {}

  TrainingState(TrainableNetwork network, TrainingRecipe recipe) {
    this.network = network;
    this.recipe = recipe;
    this.optimizer = recipe.optimization().optimizer().create(recipe.optimization().groups());
    optimizer.prepare(network.trainable());
    this.average =
        recipe.evaluated().averageDecay() > 0
            ? Optional.of(new WeightAverage(recipe.evaluated().averageDecay(), network))
            : Optional.empty();
  }

  /** 0-based, the one under way. */
  int epoch() {
    return epoch;
  }

  /** Steps done of the epoch under way. */
  int step() {
    return step;
  }

  Totals totals() {
    return totals;
  }

  Trainer.Best best() {
    return best;
  }

  Optional<WeightAverage> average() {
    return average;
  }

  /** Applies the gradients that backward left. */
  void update(double rate) {
    optimizer.step(network.trainable(), rate);
    network.constrain();
    average.ifPresent(a -> a.update(updates));
    updates++;
  }

  void finishStep(double loss, double correct, int images) {
    totals =
        new Totals(totals.loss + loss * images, totals.correct + correct, totals.images + images);
    step++;
  }

  void finishEpoch(Evaluation evaluation) {
    epoch++;
    step = 0;
    totals = new Totals(0, 0, 0);
    if (best.epoch() == 0 || evaluation.accuracy() > best.accuracy()) {
      best = new Trainer.Best(epoch, evaluation.accuracy());
    }
  }

  Checkpoint checkpoint() {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    Checkpoint.put(arrays, "weights/", network.trainable());
    Checkpoint.put(arrays, "statistics/", network.buffers());
    Checkpoint.put(arrays, "", optimizer.state());
    average.ifPresent(a -> Checkpoint.put(arrays, AVERAGE, a.state()));
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("recipe", recipe.toString());
    texts.put("step", String.valueOf(step));
    texts.put("updates", String.valueOf(updates));
    texts.put("optimizer.updates", String.valueOf(optimizer.updates()));
    texts.put("loss", Double.toHexString(totals.loss));
    texts.put("correct", Double.toHexString(totals.correct));
    texts.put("images", Double.toHexString(totals.images));
    texts.put("best.epoch", String.valueOf(best.epoch()));
    texts.put("best.accuracy", Double.toHexString(best.accuracy()));
    return new Checkpoint(epoch, texts, arrays);
  }

  void restore(CheckpointFiles.Found found) {
    Checkpoint checkpoint = found.checkpoint();
    Path file = found.file();
    checkpoint.restore("weights/", network.trainable(), file);
    checkpoint.restore("statistics/", network.buffers(), file);
    checkpoint.restore("", optimizer.state(), file);
    average.ifPresent(a -> checkpoint.restore(AVERAGE, a.state(), file));
    Map<String, String> texts = checkpoint.texts();
    epoch = checkpoint.epochsDone();
    step = Integer.parseInt(texts.getOrDefault("step", "0"));
    updates = Long.parseLong(texts.getOrDefault("updates", "0"));
    optimizer.resumeAt(Long.parseLong(texts.getOrDefault("optimizer.updates", "0")));
    totals = new Totals(number(texts, "loss"), number(texts, "correct"), number(texts, "images"));
    best =
        new Trainer.Best(
            Integer.parseInt(texts.getOrDefault("best.epoch", "0")),
            number(texts, "best.accuracy"));
    network.skipInitialization();
  }

  private static double number(Map<String, String> texts, String key) {
    return Double.parseDouble(texts.getOrDefault(key, "0"));
  }
}
