package dev.twobit.search.supernet;

import dev.twobit.network.Layer;
import dev.twobit.tensor.Selection;
import dev.twobit.tensor.Torch;
import dev.twobit.training.LayerQuantizers;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * The weights that a pass computes with: quantized as a whole, as they are stored, then of these
 * the channels that the pass has (search/docs/methods.md#quantized-search). After a growth that
 * hides new channels they and the quantizers' statistics are as before until {@link #release}.
 */
final class WeightSlices {
  private final SuperNetWeights weights;
  private final ParameterAxes axes;
  private final Map<String, Integer> widest;
  private final Set<String> hiding = new HashSet<>();

  WeightSlices(SuperNetWeights weights) {
    this.weights = weights;
    this.axes = new ParameterAxes(weights.space());
    this.widest = SuperNetWeights.widest(weights.space());
    LayerQuantizers quantizers = weights.quantizers();
    for (Layer layer : weights.space().network().layers()) {
      Tensor hidden = weights.buffers().get(layer.name() + ".hidden");
      if (hidden != null && hidden.any().item_bool()) {
        hiding.add(layer.name());
      }
      Tensor statistic = weights.buffers().get(layer.name() + ".statistic");
      if (statistic != null && !Float.isNaN(Torch.floats(statistic)[0])) {
        quantizers.statistics().put(layer.name(), statistic);
      }
    }
  }

  ChannelPositions positions() {
    return axes.positions();
  }

  /** Lets new channels count and statistics be those of the weights as they are. */
  void release() {
    if (hiding.isEmpty() && weights.quantizers().statistics().isEmpty()) {
      return;
    }
    hiding.clear();
    weights.quantizers().statistics().clear();
    try (NoGradGuard guard = new NoGradGuard()) {
      weights
          .buffers()
          .forEach(
              (key, tensor) -> {
                if (key.endsWith(".hidden")) {
                  tensor.zero_();
                } else if (key.endsWith(".statistic")) {
                  tensor.fill_(Torch.scalar(Double.NaN));
                }
              });
    }
  }

  /** Quantized weights of a layer for these widths of units. */
  Tensor weights(Layer layer, Map<String, Integer> sample) {
    Tensor latent = SuperNetWeights.get(weights.trainable(), layer.name() + ".weight");
    Tensor quantized = weights.quantizers().quantizedWeights(layer.name(), latent);
    return of(layer.name() + ".weight", visible(layer, quantized), sample);
  }

  /** The weights without what is hidden; the gradient is as if nothing were. */
  private Tensor visible(Layer layer, Tensor quantized) {
    if (!hiding.contains(layer.name())) {
      return quantized;
    }
    Tensor hidden = SuperNetWeights.get(weights.buffers(), layer.name() + ".hidden");
    Tensor columns = quantized.dim() == 2 ? hidden.reshape(1, -1) : hidden.reshape(1, -1, 1, 1);
    return quantized.sub(quantized.detach().mul(columns));
  }

  /** A layer's bias with zeros up to {@code whole}, empty if it has none. */
  TensorOptional bias(Layer layer, Map<String, Integer> sample, long whole) {
    String key = layer.name() + ".bias";
    Tensor bias = weights.trainable().get(key);
    if (bias == null) {
      return new TensorOptional();
    }
    Tensor slice = of(key, bias, sample);
    long missing = whole - slice.size(0);
    return new TensorOptional(missing == 0 ? slice : torch.constant_pad_nd(slice, 0, missing));
  }

  /** Entries of a tensor that is laid out as the parameter {@code key}. */
  Tensor of(String key, Tensor whole, Map<String, Integer> sample) {
    Tensor part = whole;
    List<ParameterAxes.Axis> along = axes.of(key);
    for (int axis = 0; axis < along.size(); axis++) {
      part = Selection.of(part, axis, axes.entries(along.get(axis), sample, widest));
    }
    return part;
  }

  /** Entries along axis 1 of a layer's input that the widest has. */
  int[] channels(String tensor, Map<String, Integer> sample) {
    return axes.positions().within(weights.space().width(tensor), sample, widest);
  }
}
