package dev.twobit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Layers that can be computed on a transposed tensor as well. */
final class TurnedLayers {
  private TurnedLayers() {}

  static boolean canTurn(Layer layer, Network network) {
    TensorShape out = network.shape(layer.output());
    if (layer instanceof Layer.ConstantArithmetic || layer instanceof Layer.ParametricRelu) {
      return network.shape(layer.inputs().get(0)).equals(out);
    }
    if (layer instanceof Layer.Add || layer instanceof Layer.Multiply) {
      return layer.inputs().stream().allMatch(t -> network.shape(t).rank() == out.rank());
    }
    return layer instanceof Layer.Activation
        || layer instanceof Layer.Concat
        || layer instanceof Layer.Slice
        || layer instanceof Layer.Pad
        || layer instanceof Layer.Softmax s && !s.flattened();
  }

  /**
   * The layer on the base.
   *
   * @param changed takes its constant, its axes turned
   */
  static Layer turn(
      Layer layer, TurnedTensor x, Network network, Map<String, WeightTensor> changed) {
    int rank = x.order().size();
    if (layer instanceof Layer.Concat c) {
      return new Layer.Concat(c.name(), c.inputs(), c.output(), x.order().get(c.axis()));
    }
    if (layer instanceof Layer.Softmax s) {
      return new Layer.Softmax(
          s.name(), s.input(), s.output(), x.order().get(s.axis()), false, s.logarithm());
    }
    if (layer instanceof Layer.Slice s) {
      return new Layer.Slice(
          s.name(),
          s.input(),
          s.output(),
          x.unturned(s.starts()),
          x.unturned(s.ends()),
          x.unturned(s.steps()));
    }
    if (layer instanceof Layer.Pad p) {
      return new Layer.Pad(
          p.name(),
          p.input(),
          p.output(),
          x.unturned(p.before()),
          x.unturned(p.after()),
          p.value());
    }
    if (layer instanceof Layer.ConstantArithmetic a) {
      TensorShape shape =
          constant(a.name() + ".constant", a.constantShape(), x, rank, network, changed);
      return new Layer.ConstantArithmetic(a.name(), a.input(), a.output(), a.operation(), shape);
    }
    if (layer instanceof Layer.ParametricRelu p) {
      TensorShape shape = constant(p.name() + ".slope", p.slopeShape(), x, rank, network, changed);
      return new Layer.ParametricRelu(p.name(), p.input(), p.output(), shape);
    }
    return layer;
  }

  private static TensorShape constant(
      String key,
      TensorShape shape,
      TurnedTensor x,
      int rank,
      Network network,
      Map<String, WeightTensor> changed) {
    if (shape.elementCount() == 1) {
      return shape;
    }
    List<Integer> dims = new ArrayList<>(shape.dims());
    while (dims.size() < rank) {
      dims.add(0, 1);
    }
    TensorShape base = x.unturned(new TensorShape(dims));
    network
        .parameters()
        .find(key)
        .ifPresent(
            w -> {
              float[] values = new float[w.values().length];
              for (int i = 0; i < values.length; i++) {
                values[i] = w.values()[x.turnedIndex(i, base)];
              }
              changed.put(key, new WeightTensor(base, values));
            });
    return base;
  }
}
