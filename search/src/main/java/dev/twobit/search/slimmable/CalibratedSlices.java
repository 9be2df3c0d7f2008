package dev.twobit.search.slimmable;

import dev.twobit.search.SearchTask;
import dev.twobit.search.contest.Score;
import dev.twobit.training.Calibration;
import dev.twobit.training.Evaluator;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;

/** Scores parts with their own statistics of batch normalization, measured on training images. */
final class CalibratedSlices implements SliceJudge {
  private final SlimmableNet net;
  private final SearchTask task;
  private final ImageDataset heldOut;

  /**
   * @param heldOut images that choose
   */
  CalibratedSlices(SlimmableNet net, SearchTask task, ImageDataset heldOut) {
    this.net = net;
    this.task = task;
    this.heldOut = heldOut;
  }

  @Override
  public double loss(Map<String, Integer> widths, Sieve sieve) {
    int count = Math.min(sieve.images(), heldOut.size());
    // In an order of its own: a data set may be sorted by class.
    int[] chosen = Arrays.copyOf(BatchMaker.order(heldOut.size(), 0, 0), count);
    ImageDataset images = heldOut.subset("held out, sieved", chosen);
    try (PointerScope scope = new PointerScope()) {
      TrainableNetwork part = net.part(widths);
      Calibration.statistics(part, task.train(), task.normalization(), sieve.statisticsBatches());
      return Score.of(Evaluator.logits(part, images, task.normalization()), images)
          .meanCrossEntropy();
    }
  }
}
