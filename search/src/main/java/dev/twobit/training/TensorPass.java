package dev.twobit.training;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Network;
import dev.twobit.tensor.Torch;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What a pass through a network computes of one layer. Passes differ in where weights and
 * statistics come from; all other layers are computed alike.
 */
interface TensorPass
    extends LayerKinds<Tensor>,
        LayerKinds.Weighted.Cases<Tensor>,
        LayerKinds.Elementwise.Cases<Tensor> {
  Network network();

  /** Tensors that the layer reads. */
  List<Tensor> inputs();

  @Override
  default Tensor weighted(Weighted layer) {
    return layer.fold(this);
  }

  @Override
  default Tensor transposedConvolution(Layer.TransposedConvolution layer) {
    throw TensorOperations.cannotBeTrained(layer);
  }

  @Override
  default Tensor elementwise(Elementwise layer) {
    return layer.fold(this);
  }

  @Override
  default Tensor constantArithmetic(Layer.ConstantArithmetic a) {
    Tensor constant = Torch.tensor(network().parameters().get(a.name() + ".constant"));
    return TensorOperations.arithmetic(a.operation(), inputs().get(0), constant);
  }

  @Override
  default Tensor activation(Layer.Activation layer) {
    return unweighted(layer);
  }

  @Override
  default Tensor parametricRelu(Layer.ParametricRelu layer) {
    return unweighted(layer);
  }

  @Override
  default Tensor combination(Combination layer) {
    return unweighted(layer);
  }

  @Override
  default Tensor movement(Movement layer) {
    return unweighted(layer);
  }

  @Override
  default Tensor planar(Planar layer) {
    return unweighted(layer);
  }

  @Override
  default Tensor jointNormalization(JointNormalization layer) {
    return unweighted(layer);
  }

  @Override
  default Tensor unsupported(Layer.Unsupported layer) {
    return unweighted(layer);
  }

  private Tensor unweighted(Layer layer) {
    return TensorOperations.apply(layer, inputs(), network().shape(layer.output()));
  }
}
