package dev.twobit.simulator;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What becomes of an image on its way to the array: constants that are added to it and multiplied
 * with it, one or one a channel, batch normalization, other orders of its axes, its channels in
 * reverse. The fetch unit and the weights do all of it or it is steps; another function is none of
 * theirs.
 */
final class ImageLayers
    implements LayerKinds.Elementwise.Cases<Optional<String>>,
        LayerKinds.Movement.Cases<Optional<String>> {
  private static final int UNKNOWN = -1;

  private final Network network;

  /** Axis of the channels in front of the layers that have been gone through. */
  private int channelAxis;

  private ImageLayers(Network network, int channelAxis) {
    this.network = network;
    this.channelAxis = channelAxis;
  }

  /**
   * From the reader on towards the input; empty if there are none, or another function among them.
   *
   * @param reader convolution or fully connected layer
   * @param tensor that it reads, in front of padding
   * @param reasons told why they are steps, by name
   */
  static List<Layer> of(
      Layer reader,
      String tensor,
      Network network,
      Map<String, Layer> producers,
      Map<String, String> reasons) {
    List<Layer> layers = new ArrayList<>();
    String at = tensor;
    while (!network.inputs().contains(at)) {
      Layer producer = producers.get(at);
      if (producer == null || !mayStandBefore(producer)) {
        return List.of();
      }
      layers.add(producer);
      at = producer.input();
    }
    ImageLayers rules = new ImageLayers(network, reader.asConvolution().isPresent() ? 1 : UNKNOWN);
    for (Layer layer : layers) {
      Optional<String> reason = rules.reason(layer);
      if (reason.isPresent()) {
        layers.forEach(l -> reasons.put(l.name(), layer.name() + " is a step: " + reason.get()));
        reasons.put(layer.name(), reason.get());
        return List.of();
      }
    }
    return layers;
  }

  private static boolean mayStandBefore(Layer layer) {
    return layer.asElementwise().isPresent()
        || layer
            .asMovement()
            .filter(m -> m.inputs().size() == 1 && m.asPad().isEmpty())
            .isPresent();
  }

  private Optional<String> reason(Layer layer) {
    return layer
        .asElementwise()
        .map(e -> e.fold(this))
        .orElseGet(() -> layer.asMovement().orElseThrow().fold(this));
  }

  @Override
  public Optional<String> batchNormalization(Layer.BatchNormalization layer) {
    return constant(channelAxis == 1, TensorShape.of(layer.channels()));
  }

  @Override
  public Optional<String> activation(Layer.Activation layer) {
    return Optional.of("the fetch unit adds and multiplies");
  }

  @Override
  public Optional<String> parametricRelu(Layer.ParametricRelu layer) {
    return Optional.of("the fetch unit adds and multiplies");
  }

  @Override
  public Optional<String> constantArithmetic(Layer.ConstantArithmetic layer) {
    return switch (layer.operation()) {
      case ADD, SUBTRACT, SUBTRACT_FROM, MULTIPLY, DIVIDE ->
          constant(oneOrOneAChannel(layer), layer.constantShape());
      case DIVIDE_INTO, POWER -> Optional.of("the fetch unit adds and multiplies");
    };
  }

  private static Optional<String> constant(boolean fits, TensorShape shape) {
    return fits
        ? Optional.empty()
        : Optional.of("a constant of shape " + shape + ", expected one or one a channel");
  }

  private boolean oneOrOneAChannel(Layer.ConstantArithmetic layer) {
    TensorShape shape = network.shape(layer.input());
    TensorShape constant = layer.constantShape();
    int lacking = shape.rank() - constant.rank();
    return network.shape(layer.output()).equals(shape)
        && IntStream.range(0, constant.rank())
            .allMatch(i -> constant.dim(i) == 1 || i + lacking == channelAxis);
  }

  @Override
  public Optional<String> transpose(Layer.Transpose layer) {
    channelAxis = channelAxis == UNKNOWN ? UNKNOWN : layer.permutation().get(channelAxis);
    return Optional.empty();
  }

  /** The same elements in the same order; where the channels lie is not followed. */
  @Override
  public Optional<String> reshape(Layer.Reshape layer) {
    channelAxis = UNKNOWN;
    return Optional.empty();
  }

  /** All channels in reverse are another pixel format; less of an image is not fetched so. */
  @Override
  public Optional<String> slice(Layer.Slice layer) {
    boolean whole = network.shape(layer.output()).equals(network.shape(layer.input()));
    boolean otherwiseInOrder =
        IntStream.range(0, layer.steps().size())
            .allMatch(i -> layer.steps().get(i) == 1 || i == channelAxis);
    return whole && otherwiseInOrder
        ? Optional.empty()
        : Optional.of("the fetch unit reads the whole image");
  }

  @Override
  public Optional<String> concat(Layer.Concat layer) {
    return Optional.of("the fetch unit reads one image");
  }

  @Override
  public Optional<String> pad(Layer.Pad layer) {
    return Optional.of("the fetch unit pads behind the arithmetic");
  }
}
