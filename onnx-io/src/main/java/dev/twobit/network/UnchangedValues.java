package dev.twobit.network;

/** Which operators only move or choose values: {@link Layer#keepsValues()}. */
final class UnchangedValues implements LayerKinds<Boolean>, LayerKinds.Planar.Cases<Boolean> {
  static final UnchangedValues CASES = new UnchangedValues();

  private UnchangedValues() {}

  @Override
  public Boolean movement(Movement layer) {
    return true;
  }

  @Override
  public Boolean planar(Planar layer) {
    return layer.fold(this);
  }

  @Override
  public Boolean pooling(Layer.Pooling layer) {
    return layer.isMaximum();
  }

  @Override
  public Boolean resize(Layer.Resize layer) {
    return layer.resampling().mode() == Resampling.Mode.NEAREST;
  }

  @Override
  public Boolean weighted(Weighted layer) {
    return false;
  }

  @Override
  public Boolean elementwise(Elementwise layer) {
    return false;
  }

  @Override
  public Boolean combination(Combination layer) {
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
