package dev.twobit.search.supernet;

import dev.twobit.network.Layer;
import dev.twobit.tensor.Selection;
import dev.twobit.tensor.Torch;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Batch normalizations of a super-net and their running statistics. */
final class RunningNormalization {
  private static final double MOMENTUM = 0.1;

  private final SuperNetWeights weights;
  private final ChannelPositions positions;

  RunningNormalization(SuperNetWeights weights, ChannelPositions positions) {
    this.weights = weights;
    this.positions = positions;
  }

  /** A trained field of the normalization of one width, (width). */
  Tensor parameter(OutputBlock block, int width, String field) {
    return SuperNetWeights.get(
        weights.trainable(), NormalizationKeys.key(block.key(), width) + field);
  }

  private Tensor statistic(OutputBlock block, int width, String field) {
    return SuperNetWeights.get(
        weights.buffers(), NormalizationKeys.key(block.key(), width) + field);
  }

  /**
   * Normalizes by the batch's statistics, which go into the running ones of all widths that take
   * part.
   */
  Tensor ofBatch(
      Layer.BatchNormalization bn, Tensor x, List<OutputBlock> blocks, Tensor scale, Tensor shift) {
    Tensor mean = torch.zeros(x.size(1));
    Tensor variance = torch.ones(x.size(1));
    // A momentum of 1 leaves the batch's own mean and unbiased variance there.
    Tensor normal = normalize(bn, x, scale, shift, mean, variance, true, 1);
    for (OutputBlock block : blocks) {
      follow(block, true, mean, variance);
      if (block.isPair()) {
        follow(block, false, mean, variance);
      }
    }
    return normal;
  }

  private void follow(OutputBlock block, boolean first, Tensor mean, Tensor variance) {
    int width = first ? block.first() : block.second();
    int[] slice = block.slice(positions, first);
    follow(statistic(block, width, ".mean"), block, slice, mean);
    follow(statistic(block, width, ".variance"), block, slice, variance);
  }

  private static void follow(Tensor running, OutputBlock block, int[] slice, Tensor batch) {
    Tensor part = Selection.of(batch.narrow(0, block.offset(), block.wide()), 0, slice);
    running.mul_(Torch.scalar(1 - MOMENTUM));
    running.add_(part, Torch.scalar(MOMENTUM));
  }

  /** Normalizes by the running statistics of one width. */
  Tensor running(Layer.@Nullable BatchNormalization bn, Tensor x, OutputBlock block, int width) {
    return bn == null
        ? x
        : normalize(
            bn,
            x,
            parameter(block, width, ".scale"),
            parameter(block, width, ".shift"),
            statistic(block, width, ".mean"),
            statistic(block, width, ".variance"),
            false,
            MOMENTUM);
  }

  /**
   * One that follows no layer with weights: channels keep their parameters whatever the width.
   *
   * @param entries of the widest that x has
   */
  Tensor alone(Layer.BatchNormalization bn, Tensor x, int[] entries, boolean training) {
    Map<String, Tensor> buffers = weights.buffers();
    Tensor wholeMean = SuperNetWeights.get(buffers, bn.name() + ".mean");
    Tensor wholeVariance = SuperNetWeights.get(buffers, bn.name() + ".variance");
    Tensor mean = Selection.of(wholeMean, 0, entries);
    Tensor variance = Selection.of(wholeVariance, 0, entries);
    Tensor normal =
        normalize(
            bn,
            x,
            Selection.of(
                SuperNetWeights.get(weights.trainable(), bn.name() + ".scale"), 0, entries),
            Selection.of(
                SuperNetWeights.get(weights.trainable(), bn.name() + ".shift"), 0, entries),
            mean,
            variance,
            training,
            MOMENTUM);
    if (training && !Selection.isPrefix(entries)) {
      wholeMean.index_copy_(0, Selection.index(entries), mean);
      wholeVariance.index_copy_(0, Selection.index(entries), variance);
    }
    return normal;
  }

  private static Tensor normalize(
      Layer.BatchNormalization bn,
      Tensor x,
      Tensor scale,
      Tensor shift,
      Tensor mean,
      Tensor variance,
      boolean training,
      double momentum) {
    return torch.batch_norm(
        x,
        new TensorOptional(scale),
        new TensorOptional(shift),
        new TensorOptional(mean),
        new TensorOptional(variance),
        training,
        momentum,
        bn.epsilon(),
        false);
  }
}
