package dev.twobit.network;

import java.util.Optional;

/**
 * Questions about one operator, for code to which all others are alike; what is decided about every
 * operator is a {@link LayerCases} or a {@link LayerKinds}. Empty if the layer is of another.
 */
interface LayerQueries {
  default Optional<Layer.Convolution> asConvolution() {
    return this instanceof Layer.Convolution c ? Optional.of(c) : Optional.empty();
  }

  default Optional<Layer.TransposedConvolution> asTransposedConvolution() {
    return this instanceof Layer.TransposedConvolution t ? Optional.of(t) : Optional.empty();
  }

  default Optional<Layer.FullyConnected> asFullyConnected() {
    return this instanceof Layer.FullyConnected f ? Optional.of(f) : Optional.empty();
  }

  default Optional<Layer.BatchNormalization> asBatchNormalization() {
    return this instanceof Layer.BatchNormalization b ? Optional.of(b) : Optional.empty();
  }

  default Optional<Layer.Pooling> asPooling() {
    return this instanceof Layer.Pooling p ? Optional.of(p) : Optional.empty();
  }

  default Optional<Layer.Add> asAdd() {
    return this instanceof Layer.Add a ? Optional.of(a) : Optional.empty();
  }

  default Optional<Layer.Multiply> asMultiply() {
    return this instanceof Layer.Multiply m ? Optional.of(m) : Optional.empty();
  }

  default Optional<Layer.Resize> asResize() {
    return this instanceof Layer.Resize r ? Optional.of(r) : Optional.empty();
  }

  default Optional<Layer.Slice> asSlice() {
    return this instanceof Layer.Slice s ? Optional.of(s) : Optional.empty();
  }

  default Optional<Layer.Transpose> asTranspose() {
    return this instanceof Layer.Transpose t ? Optional.of(t) : Optional.empty();
  }

  default Optional<Layer.Pad> asPad() {
    return this instanceof Layer.Pad p ? Optional.of(p) : Optional.empty();
  }

  default Optional<Layer.Reshape> asReshape() {
    return this instanceof Layer.Reshape r ? Optional.of(r) : Optional.empty();
  }

  default Optional<Layer.LocalResponseNormalization> asLocalResponseNormalization() {
    return this instanceof Layer.LocalResponseNormalization l ? Optional.of(l) : Optional.empty();
  }

  default Optional<Layer.Unsupported> asUnsupported() {
    return this instanceof Layer.Unsupported u ? Optional.of(u) : Optional.empty();
  }

  default Optional<Layer.ConstantArithmetic> asConstantArithmetic() {
    return this instanceof Layer.ConstantArithmetic c ? Optional.of(c) : Optional.empty();
  }

  default Optional<Layer.Activation> asActivation() {
    return this instanceof Layer.Activation a ? Optional.of(a) : Optional.empty();
  }

  default boolean isRelu() {
    return this instanceof Layer.Activation a && a.function() == Layer.Function.RELU;
  }

  default Optional<LayerKinds.Weighted> asWeighted() {
    return this instanceof LayerKinds.Weighted w ? Optional.of(w) : Optional.empty();
  }

  default Optional<LayerKinds.Elementwise> asElementwise() {
    return this instanceof LayerKinds.Elementwise e ? Optional.of(e) : Optional.empty();
  }

  default Optional<LayerKinds.Movement> asMovement() {
    return this instanceof LayerKinds.Movement m ? Optional.of(m) : Optional.empty();
  }
}
