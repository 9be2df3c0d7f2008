package dev.twobit.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The same layer where every tensor's leading axis is times {@code factor / divisor}: only what
 * states that extent changes.
 *
 * @param network before
 * @param shapes after
 */
record LeadingExtent(Network network, Map<String, TensorShape> shapes, int factor, int divisor)
    implements LayerKinds<Layer>, LayerKinds.Movement.Cases<Layer> {
  private TensorShape after(String tensor) {
    return shapes.getOrDefault(tensor, network.shape(tensor));
  }

  @Override
  public Layer movement(Movement layer) {
    return layer.fold(this);
  }

  @Override
  public Layer slice(Layer.Slice s) {
    List<Integer> ends = new ArrayList<>(s.ends());
    if (!ends.isEmpty()) {
      ends.set(0, after(s.input()).dim(0));
    }
    return new Layer.Slice(s.name(), s.input(), s.output(), s.starts(), ends, s.steps());
  }

  @Override
  public Layer reshape(Layer.Reshape r) {
    return new Layer.Reshape(r.name(), r.input(), r.output(), after(r.output()));
  }

  @Override
  public Layer concat(Layer.Concat layer) {
    return layer;
  }

  @Override
  public Layer pad(Layer.Pad layer) {
    return layer;
  }

  @Override
  public Layer transpose(Layer.Transpose layer) {
    return layer;
  }

  @Override
  public Layer unsupported(Layer.Unsupported u) {
    return new Layer.Unsupported(
        u.name(),
        u.inputs(),
        u.output(),
        u.domain(),
        u.operator(),
        u.reason(),
        Math.multiplyExact(u.macs(), (long) factor) / divisor,
        u.params());
  }

  @Override
  public Layer weighted(Weighted layer) {
    return layer;
  }

  @Override
  public Layer elementwise(Elementwise layer) {
    return layer;
  }

  @Override
  public Layer combination(Combination layer) {
    return layer;
  }

  @Override
  public Layer planar(Planar layer) {
    return layer;
  }

  @Override
  public Layer jointNormalization(JointNormalization layer) {
    return layer;
  }
}
