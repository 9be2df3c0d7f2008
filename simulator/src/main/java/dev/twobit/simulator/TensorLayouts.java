package dev.twobit.simulator;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.simulator.workload.FeatureMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which axis of every tensor lies in memory as its channels, decided once for who writes it and
 * everyone who reads it: axis 1, or the last one, where a fully connected layer reads or writes
 * rows of features. What is done element by element, or moves parts of a tensor, keeps the layout;
 * what works on planes, or has constants for channels, wants axis 1.
 */
public final class TensorLayouts {
  private final Network network;
  private final Set<String> featuresLast = new HashSet<>();
  private final Set<String> rows = new HashSet<>();

  private TensorLayouts(Network network) {
    this.network = network;
  }

  /** Of all tensors of a network. */
  public static TensorLayouts of(Network network) {
    TensorLayouts layouts = new TensorLayouts(network);
    for (Layer layer : network.layers()) {
      layer.asFullyConnected().ifPresent(f -> layouts.rows.add(f.input()));
    }
    if (layouts.rows.stream().anyMatch(t -> network.shape(t).rank() > 2 || layouts.isRows(t))) {
      layouts.decide();
    }
    return layouts;
  }

  /** How a tensor lies, unless it is a view of another. */
  public FeatureMap map(String tensor) {
    return map(network.shape(tensor), isFeaturesLast(tensor));
  }

  /**
   * How a part of a tensor lies.
   *
   * @param featuresLast whether the last axis is the channels
   */
  static FeatureMap map(TensorShape shape, boolean featuresLast) {
    if (!featuresLast) {
      return FeatureMap.of(shape);
    }
    int features = shape.dim(-1);
    long count = features == 0 ? 0 : shape.elementCount() / features;
    return new FeatureMap(features, Math.toIntExact(count), 1);
  }

  /** Whether the last axis of a tensor of more than two is its channels. */
  boolean isFeaturesLast(String tensor) {
    return featuresLast.contains(tensor);
  }

  /** The axis of a tensor of two or more that is its channels. */
  int channelAxis(String tensor) {
    return isFeaturesLast(tensor) ? network.shape(tensor).rank() - 1 : 1;
  }

  /** The outermost axis of its positions in one image. */
  int rowAxis(String tensor) {
    return isFeaturesLast(tensor) ? 1 : 2;
  }

  /** Whether several rows of a tensor are read as features: its channels have to be these. */
  boolean isRows(String tensor) {
    TensorShape shape = network.shape(tensor);
    return isFeaturesLast(tensor) || rows.contains(tensor) && shape.rank() == 2 && shape.dim(0) > 1;
  }

  /** Whether two tensors of the same elements in the same order have the same channels first. */
  boolean alike(String one, String other) {
    return !isFeaturesLast(one) && !isFeaturesLast(other) && !isRows(one) && !isRows(other)
        || channelsAreLast(one) && channelsAreLast(other);
  }

  /** Nothing but axes of one element is behind its channels. */
  private boolean channelsAreLast(String tensor) {
    TensorShape shape = network.shape(tensor);
    for (int axis = isFeaturesLast(tensor) ? shape.rank() : 2; axis < shape.rank(); axis++) {
      if (shape.dim(axis) != 1) {
        return false;
      }
    }
    return true;
  }

  private void decide() {
    Map<String, List<String>> neighbours = new HashMap<>();
    Set<String> planes = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    for (Layer layer : network.layers()) {
      List<String> tensors = new ArrayList<>(layer.inputs());
      tensors.add(layer.output());
      if (layer.asFullyConnected().isPresent()) {
        open.addAll(tensors);
      } else if (layer.foldKind(new OnPlanes())) {
        planes.addAll(tensors);
      } else {
        for (String tensor : tensors) {
          tensors.stream()
              .filter(other -> keepsChannels(layer, network.shape(tensor), network.shape(other)))
              .forEach(t -> neighbours.computeIfAbsent(tensor, k -> new ArrayList<>()).add(t));
        }
      }
    }
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String tensor = open.remove();
      TensorShape shape = network.shape(tensor);
      boolean free = shape.rank() > 1 && !planes.contains(tensor);
      if (free && seen.add(tensor)) {
        if (shape.rank() > 2) {
          featuresLast.add(tensor);
        }
        open.addAll(neighbours.getOrDefault(tensor, List.of()));
      }
    }
  }

  /** Whether two tensors that a layer reads or writes have the same last axis for channels. */
  private static boolean keepsChannels(Layer layer, TensorShape one, TensorShape other) {
    if (layer.asTranspose().isPresent() || one.rank() < 2 || other.rank() < 2) {
      return false;
    }
    return layer.asReshape().isPresent()
        ? one.dim(-1) == other.dim(-1) && one.dim(-1) > 1
        : one.rank() == other.rank();
  }

  /** Whether a layer's channels are axis 1 whatever others want. */
  private final class OnPlanes
      implements LayerKinds<Boolean>, LayerKinds.Elementwise.Cases<Boolean> {
    @Override
    public Boolean weighted(Weighted layer) {
      return true;
    }

    @Override
    public Boolean planar(Planar layer) {
      return true;
    }

    @Override
    public Boolean elementwise(Elementwise layer) {
      return layer.fold(this);
    }

    @Override
    public Boolean batchNormalization(Layer.BatchNormalization layer) {
      return true;
    }

    @Override
    public Boolean parametricRelu(Layer.ParametricRelu layer) {
      return true;
    }

    @Override
    public Boolean activation(Layer.Activation layer) {
      return false;
    }

    /** One constant a channel has axes behind it. */
    @Override
    public Boolean constantArithmetic(Layer.ConstantArithmetic layer) {
      TensorShape constant =
          network
              .parameters()
              .find(layer.name() + ".constant")
              .map(WeightTensor::shape)
              .orElse(TensorShape.of());
      return constant.rank() > 1 && constant.elementCount() > constant.dim(-1);
    }

    @Override
    public Boolean combination(Combination layer) {
      return false;
    }

    @Override
    public Boolean movement(Movement layer) {
      return false;
    }

    @Override
    public Boolean jointNormalization(JointNormalization layer) {
      return false;
    }

    @Override
    public Boolean unsupported(Layer.Unsupported layer) {
      return false;
    }
  }
}
