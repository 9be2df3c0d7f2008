package dev.twobit.search.utilization;

import dev.twobit.search.SearchTask;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.HeldOut;
import dev.twobit.search.contest.Judging;
import dev.twobit.search.contest.Score;
import dev.twobit.search.contest.TrainedJudge;
import dev.twobit.search.inherit.TrainedParent;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.training.Evaluator;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.TrainingStoppedException;
import dev.twobit.training.data.ImageDataset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Measures on the quantized network itself: it is trained a little, its channels are sorted by
 * importance, and narrower widths are its first channels, with statistics of batch normalization
 * measured anew.
 */
final class MaskedLosses implements Utility {
  private final ComparedSearch.Scene scene;
  private final TrainedJudge judge;
  private final int epochs;

  /**
   * @param judge that trains the network
   * @param epochs of training before it is measured; 0: calibrated only
   */
  MaskedLosses(ComparedSearch.Scene scene, TrainedJudge judge, int epochs) {
    this.scene = scene;
    this.judge = judge;
    this.epochs = epochs;
  }

  @Override
  public List<Double> losses(Map<String, Integer> widths, List<Map<String, Integer>> narrowed)
      throws IOException {
    Judging judging = judging(widths);
    return judge
        .answer(judging, (trained, images) -> measure(widths, narrowed, trained, images))
        // One that diverged says of no part that it is worth more than another.
        .orElseGet(() -> Collections.nCopies(narrowed.size() + 1, 0.0));
  }

  /** What is trained and measured. */
  Judging judging(Map<String, Integer> widths) {
    return new Judging(widths, epochs, scene.task().seed(), HeldOut.Part.RUNGS);
  }

  private List<Double> measure(
      Map<String, Integer> widths,
      List<Map<String, Integer>> narrowed,
      TrainableNetwork trained,
      ImageDataset images) {
    SearchTask task = scene.task();
    SearchSpace own = scene.settings().space(task.costs().derive(scene.space(), widths));
    TrainedParent parent =
        TrainedParent.of(own, trained, task.scheme(), task.train(), task.normalization());
    List<Double> losses = new ArrayList<>(List.of(loss(parent, widths, images)));
    for (Map<String, Integer> narrower : narrowed) {
      if (scene.stop().isRequested()) {
        throw new TrainingStoppedException(
            "stopped while lane groups were masked; what was judged is kept");
      }
      losses.add(loss(parent, narrower, images));
    }
    return losses;
  }

  private double loss(TrainedParent parent, Map<String, Integer> widths, ImageDataset images) {
    TrainableNetwork part = parent.child(widths, scene.task().seed());
    return Score.of(Evaluator.logits(part, images, scene.task().normalization()), images)
        .meanCrossEntropy();
  }
}
