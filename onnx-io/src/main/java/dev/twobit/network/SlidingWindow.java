package dev.twobit.network;

import java.util.Optional;

/** The windows of convolutions and poolings. */
final class SlidingWindow
    implements LayerKinds<Optional<Window>>,
        LayerKinds.Weighted.Cases<Optional<Window>>,
        LayerKinds.Planar.Cases<Optional<Window>> {
  static final SlidingWindow CASES = new SlidingWindow();

  private SlidingWindow() {}

  @Override
  public Optional<Window> weighted(Weighted layer) {
    return layer.fold(this);
  }

  @Override
  public Optional<Window> convolution(Layer.Convolution layer) {
    return Optional.of(layer.window());
  }

  @Override
  public Optional<Window> transposedConvolution(Layer.TransposedConvolution layer) {
    return Optional.of(layer.window());
  }

  @Override
  public Optional<Window> fullyConnected(Layer.FullyConnected layer) {
    return Optional.empty();
  }

  @Override
  public Optional<Window> planar(Planar layer) {
    return layer.fold(this);
  }

  @Override
  public Optional<Window> pooling(Layer.Pooling layer) {
    return Optional.of(layer.window());
  }

  @Override
  public Optional<Window> resize(Layer.Resize layer) {
    return Optional.empty();
  }

  @Override
  public Optional<Window> elementwise(Elementwise layer) {
    return Optional.empty();
  }

  @Override
  public Optional<Window> combination(Combination layer) {
    return Optional.empty();
  }

  @Override
  public Optional<Window> movement(Movement layer) {
    return Optional.empty();
  }

  @Override
  public Optional<Window> jointNormalization(JointNormalization layer) {
    return Optional.empty();
  }

  @Override
  public Optional<Window> unsupported(Layer.Unsupported layer) {
    return Optional.empty();
  }
}
