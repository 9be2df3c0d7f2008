package dev.twobit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Layers computed on the base of a transposed tensor; empty for those that cannot be.
 *
 * @param x what the layer reads
 * @param changed takes its constant, its axes turned
 */
record TurnedLayers(TurnedTensor x, Network network, Map<String, WeightTensor> changed)
    implements LayerKinds<Optional<Layer>>,
        LayerKinds.Elementwise.Cases<Optional<Layer>>,
        LayerKinds.Movement.Cases<Optional<Layer>>,
        LayerKinds.JointNormalization.Cases<Optional<Layer>> {

  @Override
  public Optional<Layer> elementwise(Elementwise layer) {
    return layer.fold(this);
  }

  @Override
  public Optional<Layer> activation(Layer.Activation layer) {
    return Optional.of(layer);
  }

  @Override
  public Optional<Layer> batchNormalization(Layer.BatchNormalization layer) {
    return Optional.empty();
  }

  @Override
  public Optional<Layer> constantArithmetic(Layer.ConstantArithmetic a) {
    return keepsShape(a)
        ? Optional.of(
            new Layer.ConstantArithmetic(
                a.name(),
                a.input(),
                a.output(),
                a.operation(),
                constant(a.name() + ".constant", a.constantShape())))
        : Optional.empty();
  }

  @Override
  public Optional<Layer> parametricRelu(Layer.ParametricRelu p) {
    return keepsShape(p)
        ? Optional.of(
            new Layer.ParametricRelu(
                p.name(), p.input(), p.output(), constant(p.name() + ".slope", p.slopeShape())))
        : Optional.empty();
  }

  @Override
  public Optional<Layer> combination(Combination layer) {
    int rank = network.shape(layer.output()).rank();
    return layer.inputs().stream().allMatch(t -> network.shape(t).rank() == rank)
        ? Optional.of(layer)
        : Optional.empty();
  }

  @Override
  public Optional<Layer> movement(Movement layer) {
    return layer.fold(this);
  }

  @Override
  public Optional<Layer> concat(Layer.Concat c) {
    return Optional.of(new Layer.Concat(c.name(), c.inputs(), c.output(), x.order().get(c.axis())));
  }

  @Override
  public Optional<Layer> slice(Layer.Slice s) {
    return Optional.of(
        new Layer.Slice(
            s.name(),
            s.input(),
            s.output(),
            x.unturned(s.starts()),
            x.unturned(s.ends()),
            x.unturned(s.steps())));
  }

  @Override
  public Optional<Layer> pad(Layer.Pad p) {
    return Optional.of(
        new Layer.Pad(
            p.name(),
            p.input(),
            p.output(),
            x.unturned(p.before()),
            x.unturned(p.after()),
            p.value()));
  }

  @Override
  public Optional<Layer> jointNormalization(JointNormalization layer) {
    return layer.fold(this);
  }

  @Override
  public Optional<Layer> softmax(Layer.Softmax s) {
    return s.flattened()
        ? Optional.empty()
        : Optional.of(
            new Layer.Softmax(
                s.name(), s.input(), s.output(), x.order().get(s.axis()), false, s.logarithm()));
  }

  @Override
  public Optional<Layer> localResponseNormalization(Layer.LocalResponseNormalization layer) {
    return Optional.empty();
  }

  @Override
  public Optional<Layer> reshape(Layer.Reshape layer) {
    return Optional.empty();
  }

  @Override
  public Optional<Layer> transpose(Layer.Transpose layer) {
    return Optional.empty();
  }

  @Override
  public Optional<Layer> weighted(Weighted layer) {
    return Optional.empty();
  }

  @Override
  public Optional<Layer> planar(Planar layer) {
    return Optional.empty();
  }

  @Override
  public Optional<Layer> unsupported(Layer.Unsupported layer) {
    return Optional.empty();
  }

  private boolean keepsShape(Layer layer) {
    return network.shape(layer.input()).equals(network.shape(layer.output()));
  }

  private TensorShape constant(String key, TensorShape shape) {
    if (shape.elementCount() == 1) {
      return shape;
    }
    List<Integer> dims = new ArrayList<>(shape.dims());
    while (dims.size() < x.order().size()) {
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
