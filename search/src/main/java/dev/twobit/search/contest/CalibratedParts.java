package dev.twobit.search.contest;

import dev.twobit.search.SearchTask;
import dev.twobit.training.Calibration;
import dev.twobit.training.Evaluator;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;

/** Scores parts with their own statistics of batch normalization, measured on training images. */
public final class CalibratedParts implements PartJudge {
  private final Function<Map<String, Integer>, TrainableNetwork> parts;
  private final SearchTask task;
  private final ImageDataset heldOut;

  /**
   * @param parts by widths; its tensors are made within a scope that ends with its score
   * @param heldOut images that choose
   */
  public CalibratedParts(
      Function<Map<String, Integer>, TrainableNetwork> parts,
      SearchTask task,
      ImageDataset heldOut) {
    this.parts = parts;
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
      TrainableNetwork part = parts.apply(widths);
      Calibration.statistics(part, task.train(), task.normalization(), sieve.statisticsBatches());
      return Score.of(Evaluator.logits(part, images, task.normalization()), images)
          .meanCrossEntropy();
    }
  }
}
