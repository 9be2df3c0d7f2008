package dev.twobit.search.supernet;

import dev.twobit.network.Layer;
import dev.twobit.search.space.TensorWidth;
import dev.twobit.tensor.Selection;
import dev.twobit.training.TrainableNetwork;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** What a super-net has of a network of its widest widths. */
final class InheritedStart {
  private final SuperNetWeights weights;
  private final TrainableNetwork widest;
  private final ChannelPositions positions;
  private final Map<String, Integer> widths;

  InheritedStart(SuperNetWeights weights, TrainableNetwork widest) {
    this.weights = weights;
    this.widest = widest;
    this.positions = new ChannelPositions(weights.space());
    this.widths = weights.widest();
  }

  void run() {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      copy(weights.trainable(), widest.trainable());
      copy(weights.buffers(), widest.buffers());
      weights.quantizers().keepExtents(widest.quantizers());
      NormalizationKeys.following(weights.space().network()).values().forEach(this::normalizations);
    }
  }

  /** What has the same name: all but normalizations of one width. */
  private static void copy(Map<String, Tensor> own, Map<String, Tensor> others) {
    own.forEach(
        (key, tensor) -> {
          Tensor other = others.get(key);
          if (other != null) {
            copyShared(tensor, other);
          }
        });
  }

  /**
   * What reads an Add of unequal operands reads the wider's channels here, and those of the block
   * where the network has a shortcut: columns that it has not stay as they are.
   */
  private static void copyShared(Tensor own, Tensor other) {
    Tensor to = own;
    Tensor from = other;
    for (int axis = 0; axis < own.dim(); axis++) {
      long shared = Math.min(own.size(axis), other.size(axis));
      to = to.narrow(axis, 0, shared);
      from = from.narrow(axis, 0, shared);
    }
    to.copy_(from);
  }

  private void normalizations(Layer.BatchNormalization bn) {
    List<TensorWidth> blocks = ChannelPositions.blocks(weights.space().width(bn.output()));
    long offset = 0;
    for (int i = 0; i < blocks.size(); i++) {
      TensorWidth block = blocks.get(i);
      String key = NormalizationKeys.block(bn.name(), i, blocks.size());
      int wide = block.at(widths);
      for (String unit : block.units()) {
        for (int candidate : weights.space().unit(unit).candidates()) {
          normalization(bn, key, block, Map.of(unit, candidate), offset);
        }
      }
      if (block.units().isEmpty()) {
        normalization(bn, key, block, Map.of(), offset);
      }
      offset += wide;
    }
  }

  private void normalization(
      Layer.BatchNormalization bn,
      String block,
      TensorWidth width,
      Map<String, Integer> narrow,
      long offset) {
    int[] entries = positions.within(width, narrow, widths);
    String key = NormalizationKeys.key(block, width.at(narrow));
    for (String field : NormalizationKeys.FIELDS) {
      boolean trained = NormalizationKeys.TRAINABLE.contains(field);
      Tensor own =
          SuperNetWeights.get(trained ? weights.trainable() : weights.buffers(), key + field);
      Tensor all =
          SuperNetWeights.get(trained ? widest.trainable() : widest.buffers(), bn.name() + field);
      own.copy_(Selection.of(all.narrow(0, offset, width.at(widths)), 0, entries));
    }
  }
}
