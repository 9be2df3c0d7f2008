package dev.twobit.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the leading axis of a network's inputs is: a batch, if every layer treats its parts alike
 * and apart from one another, or data, such as the frames of one clip that are averaged at the end.
 * A batch is taken out: the network is then that of one image, all of whose axes are data, and says
 * beside it how many images an inference is of ({@link Network#images}).
 */
public final class BatchAxis {
  private BatchAxis() {}

  /**
   * The network of one image if the leading axis of its inputs is a batch of several; else the
   * network itself.
   */
  public static Network perImage(Network network) {
    int images = leading(network);
    return images > 1 && mixedBy(network).isEmpty()
        ? scaled(network, 1, images).withImages(Math.multiplyExact(network.images(), images))
        : network;
  }

  /** The inverse: all images of an inference in the leading axis, and an inference of one. */
  public static Network together(Network network) {
    return network.images() == 1 ? network : scaled(network, network.images(), 1).withImages(1);
  }

  /**
   * Why the leading axis of the inputs is not only a batch, whatever its extent: the layer that
   * mixes its parts, or inputs that differ in it; empty if it is.
   */
  public static Optional<String> mixedBy(Network network) {
    int images = leading(network);
    if (images == 0) {
      return Optional.of("the inputs differ in it");
    }
    AxisMixing mixing = new AxisMixing(network, images);
    return network.layers().stream()
        .filter(l -> l.inputs().isEmpty() || l.foldKind(mixing))
        .findFirst()
        .map(l -> "node '" + QuotedText.name(l.name()) + "' (" + l.operator() + ") mixes it");
  }

  /** Extent of the leading axis of all inputs; 0 if they differ in it. */
  private static int leading(Network network) {
    List<Integer> extents =
        network.inputs().stream()
            .map(network::shape)
            .map(s -> s.rank() == 0 ? 0 : s.dim(0))
            .distinct()
            .toList();
    return extents.size() == 1 ? extents.get(0) : 0;
  }

  /** Every leading axis times {@code factor / divisor}. */
  private static Network scaled(Network network, int factor, int divisor) {
    Map<String, TensorShape> shapes = new HashMap<>();
    network.shapes().forEach((t, shape) -> shapes.put(t, scaled(shape, factor, divisor)));
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : network.layers()) {
      layers.add(layer.foldKind(new LeadingExtent(network, shapes, factor, divisor)));
    }
    return network.with(layers, shapes, network.parameters());
  }

  private static TensorShape scaled(TensorShape shape, int factor, int divisor) {
    if (shape.rank() == 0) {
      return shape;
    }
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.set(0, Math.multiplyExact(dims.get(0), factor) / divisor);
    return new TensorShape(dims);
  }
}
