package dev.twobit.search.inherit;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TensorWidth;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Calibration;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How much the loss would change without a channel, to first order (Molchanov et al. 2019, arXiv
 * 1906.10771, but the magnitude, not the square; search/docs/methods.md#inherited-weights): |sum of
 * scale dL/dscale + shift dL/dshift| over the batch normalizations that write the channel, over
 * batches. A layer with weights that no batch normalization follows counts with its rows and
 * biases.
 */
public final class ChannelImportance {
  private static final int BATCHES = 20;
  private static final int BATCH = 128;

  private final SearchSpace space;
  private final Map<String, Integer> nominal;
  private final Map<String, List<String>> keys = new LinkedHashMap<>();

  private ChannelImportance(SearchSpace space) {
    this.space = space;
    this.nominal = UnitLayout.nominal(space);
    Map<String, List<Layer>> consumers = space.network().consumers();
    for (Layer layer : space.network().layers()) {
      if (layer.asBatchNormalization().isPresent()) {
        put(layer, "scale", "shift");
      } else if (layer.asWeighted().isPresent()
          && !normalized(consumers.getOrDefault(layer.output(), List.of()))) {
        put(layer, "weight", "bias");
      }
    }
  }

  private void put(Layer layer, String... fields) {
    TensorShape shape = space.network().shape(layer.output());
    boolean last = layer.asFullyConnected().isPresent();
    boolean second =
        shape.rank() == 2 || !last && shape.rank() > 2 && shape.dim(1) == width(layer).at(nominal);
    if (second && !width(layer).units().isEmpty()) {
      keys.put(layer.output(), Arrays.stream(fields).map(f -> layer.name() + "." + f).toList());
    }
  }

  private TensorWidth width(Layer layer) {
    return space.width(layer.output());
  }

  private static boolean normalized(List<Layer> readers) {
    return readers.size() == 1 && readers.get(0).asBatchNormalization().isPresent();
  }

  /**
   * Measured on the network as the scheme quantizes it, its quantizers set from the images; the
   * same images give the same order.
   *
   * @param trained the network of the space with weights
   * @param images of training, of which the first 2,560 of a fixed order are used
   */
  public static ChannelOrder measure(
      SearchSpace space,
      Network trained,
      QuantizationScheme scheme,
      ImageDataset images,
      Normalization normalization) {
    TrainableNetwork model = TrainableNetwork.of(trained, scheme);
    Calibration.quantizers(model, images, normalization);
    return measure(space, model, images, normalization);
  }

  /** The same of a network whose quantizers have their ranges. Its running statistics move. */
  static ChannelOrder measure(
      SearchSpace space, TrainableNetwork model, ImageDataset images, Normalization normalization) {
    return ChannelOrder.of(space, scores(space, model, images, normalization));
  }

  /** Summed over batches, of every channel, by unit. */
  static Map<String, double[]> scores(
      SearchSpace space, TrainableNetwork model, ImageDataset images, Normalization normalization) {
    return new ChannelImportance(space).scores(model, images, normalization);
  }

  private Map<String, double[]> scores(
      TrainableNetwork model, ImageDataset images, Normalization normalization) {
    int[] order = BatchMaker.order(images.size(), 0, 0);
    BatchMaker maker = new BatchMaker(images, normalization);
    int size = Math.min(BATCH, images.size());
    Map<String, double[]> sums = new LinkedHashMap<>();
    nominal.forEach((unit, width) -> sums.put(unit, new double[width]));
    for (int b = 0; b < BATCHES && (b + 1) * size <= order.length; b++) {
      int[] chosen = Arrays.copyOfRange(order, b * size, (b + 1) * size);
      try (PointerScope scope = new PointerScope()) {
        Tensor pixels =
            Torch.tensor(
                maker.plain(chosen), size, images.channels(), images.height(), images.width());
        Tensor logits = model.forward(Torch.channelsLast(pixels), true);
        torch.cross_entropy_loss(logits, Tensor.create(images.labels(chosen))).backward();
        batch(model).forEach((unit, signed) -> addMagnitudes(sums, unit, signed));
        forget(model);
      }
    }
    return sums;
  }

  private static void addMagnitudes(Map<String, double[]> sums, String unit, double[] signed) {
    double[] sum = sums.getOrDefault(unit, new double[0]);
    for (int c = 0; c < sum.length; c++) {
      sum[c] += Math.abs(signed[c]);
    }
  }

  /** Of one batch, with signs. */
  private Map<String, double[]> batch(TrainableNetwork model) {
    Map<String, double[]> units = new HashMap<>();
    nominal.forEach((unit, width) -> units.put(unit, new double[width]));
    keys.forEach(
        (tensor, parameters) -> {
          List<float[]> products = new ArrayList<>();
          parameters.forEach(key -> product(model, key).ifPresent(products::add));
          UnitLayout.each(
              space.width(tensor),
              nominal,
              (unit, channel, position) ->
                  products.forEach(
                      p -> units.getOrDefault(unit, new double[0])[channel] += p[position]));
        });
    return units;
  }

  /** Value times gradient, summed over all of an output channel. */
  private static Optional<float[]> product(TrainableNetwork model, String key) {
    Tensor value = model.trainable().get(key);
    if (value == null) {
      return Optional.empty();
    }
    Tensor gradient = value.mutable_grad();
    if (!gradient.defined()) {
      return Optional.of(new float[(int) value.size(0)]);
    }
    Tensor product = value.detach().mul(gradient).reshape(value.size(0), -1).sum(1);
    return Optional.of(Torch.floats(product));
  }

  private static void forget(TrainableNetwork model) {
    model
        .trainable()
        .values()
        .forEach(
            p -> {
              Tensor gradient = p.mutable_grad();
              if (gradient.defined()) {
                gradient.zero_();
              }
            });
  }
}
