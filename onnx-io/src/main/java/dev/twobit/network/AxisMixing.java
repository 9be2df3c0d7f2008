package dev.twobit.network;

/**
 * Whether a layer mixes the parts of a batch that is the outermost of what its inputs' leading axis
 * holds, or hands it on in another place.
 *
 * @param images of the batch
 */
record AxisMixing(Network network, int images)
    implements LayerKinds<Boolean>,
        LayerKinds.Elementwise.Cases<Boolean>,
        LayerKinds.Movement.Cases<Boolean>,
        LayerKinds.JointNormalization.Cases<Boolean> {
  private TensorShape in(Layer layer) {
    return network.shape(layer.input());
  }

  private TensorShape out(Layer layer) {
    return network.shape(layer.output());
  }

  /** The leading axis of every operand is that of the result, beside another one at least. */
  private boolean changesLeading(Layer layer) {
    TensorShape out = out(layer);
    return out.rank() < 2
        || layer.inputs().stream()
            .map(network::shape)
            .anyMatch(s -> s.rank() != out.rank() || s.dim(0) != out.dim(0));
  }

  /** A constant that differs along the leading axis. */
  private boolean differsAlong(Layer layer, TensorShape constant) {
    TensorShape out = out(layer);
    return changesLeading(layer) || (constant.rank() == out.rank() && constant.dim(0) != 1);
  }

  @Override
  public Boolean weighted(Weighted layer) {
    return changesLeading(layer);
  }

  @Override
  public Boolean elementwise(Elementwise layer) {
    return layer.fold(this);
  }

  @Override
  public Boolean batchNormalization(Layer.BatchNormalization layer) {
    return changesLeading(layer);
  }

  @Override
  public Boolean activation(Layer.Activation layer) {
    return out(layer).rank() == 0;
  }

  @Override
  public Boolean parametricRelu(Layer.ParametricRelu layer) {
    return differsAlong(layer, layer.slopeShape());
  }

  @Override
  public Boolean constantArithmetic(Layer.ConstantArithmetic layer) {
    return differsAlong(layer, layer.constantShape());
  }

  @Override
  public Boolean combination(Combination layer) {
    return changesLeading(layer);
  }

  @Override
  public Boolean movement(Movement layer) {
    return layer.fold(this);
  }

  @Override
  public Boolean concat(Layer.Concat layer) {
    return changesLeading(layer) || layer.axis() == 0;
  }

  @Override
  public Boolean slice(Layer.Slice layer) {
    return changesLeading(layer) || layer.steps().get(0) != 1;
  }

  @Override
  public Boolean pad(Layer.Pad layer) {
    return changesLeading(layer) || layer.before().get(0) != 0;
  }

  /** Elements keep their order, so the batch is outermost wherever it divides the first axis. */
  @Override
  public Boolean reshape(Layer.Reshape layer) {
    TensorShape out = out(layer);
    return out.rank() == 0 || out.dim(0) % images != 0;
  }

  @Override
  public Boolean transpose(Layer.Transpose layer) {
    return layer.permutation().get(0) != 0;
  }

  @Override
  public Boolean planar(Planar layer) {
    return changesLeading(layer);
  }

  @Override
  public Boolean jointNormalization(JointNormalization layer) {
    return layer.fold(this);
  }

  @Override
  public Boolean softmax(Layer.Softmax layer) {
    int axis = layer.axis() < 0 ? layer.axis() + in(layer).rank() : layer.axis();
    return changesLeading(layer) || axis == 0;
  }

  @Override
  public Boolean localResponseNormalization(Layer.LocalResponseNormalization layer) {
    return changesLeading(layer);
  }

  /** Nothing is known of it: taken for one that does not, if the extents allow it. */
  @Override
  public Boolean unsupported(Layer.Unsupported layer) {
    TensorShape out = out(layer);
    return out.rank() == 0
        || out.dim(0) % images != 0
        || layer.macs() % images != 0
        || layer.inputs().stream().map(network::shape).anyMatch(s -> s.rank() == 0);
  }
}
