package dev.twobit.network;

/**
 * The kinds of operators, for decisions that are the same for all of a kind: one method a kind, and
 * each kind folds over its own records. An operator of a new record belongs to one of them, and is
 * then decided upon wherever the kind is; or it is a kind of its own, and the compiler lists every
 * decision that lacks it.
 *
 * @param <R> what is decided
 */
public interface LayerKinds<R> {
  R weighted(Weighted layer);

  R elementwise(Elementwise layer);

  R combination(Combination layer);

  R movement(Movement layer);

  R planar(Planar layer);

  R jointNormalization(JointNormalization layer);

  R unsupported(Layer.Unsupported layer);

  /** Multiplies by a tensor {@code .weight}: what an array of multipliers is for. */
  sealed interface Weighted extends Layer.Unary
      permits Layer.Convolution, Layer.TransposedConvolution, Layer.FullyConnected {
    <R> R fold(Cases<R> cases);

    @Override
    default <R> R fold(LayerCases<R> cases) {
      return fold((Cases<R>) cases);
    }

    @Override
    default <R> R foldKind(LayerKinds<R> kinds) {
      return kinds.weighted(this);
    }

    /** One a record. */
    interface Cases<R> {
      R convolution(Layer.Convolution layer);

      R transposedConvolution(Layer.TransposedConvolution layer);

      R fullyConnected(Layer.FullyConnected layer);
    }
  }

  /** Works on each element of one tensor by itself, with constants that may differ by channel. */
  sealed interface Elementwise extends Layer.Unary
      permits Layer.BatchNormalization,
          Layer.Activation,
          Layer.ParametricRelu,
          Layer.ConstantArithmetic {
    <R> R fold(Cases<R> cases);

    @Override
    default <R> R fold(LayerCases<R> cases) {
      return fold((Cases<R>) cases);
    }

    @Override
    default <R> R foldKind(LayerKinds<R> kinds) {
      return kinds.elementwise(this);
    }

    /** One a record. */
    interface Cases<R> {
      R batchNormalization(Layer.BatchNormalization layer);

      R activation(Layer.Activation layer);

      R parametricRelu(Layer.ParametricRelu layer);

      R constantArithmetic(Layer.ConstantArithmetic layer);
    }
  }

  /** Element by element of several tensors, with broadcasting. */
  sealed interface Combination extends Layer permits Layer.Add, Layer.Multiply {
    <R> R fold(Cases<R> cases);

    @Override
    default <R> R fold(LayerCases<R> cases) {
      return fold((Cases<R>) cases);
    }

    @Override
    default <R> R foldKind(LayerKinds<R> kinds) {
      return kinds.combination(this);
    }

    /** One a record. */
    interface Cases<R> {
      R add(Layer.Add layer);

      R multiply(Layer.Multiply layer);
    }
  }

  /** Hands elements on as they are, to other places. */
  sealed interface Movement extends Layer
      permits Layer.Concat, Layer.Slice, Layer.Pad, Layer.Reshape, Layer.Transpose {
    <R> R fold(Cases<R> cases);

    @Override
    default <R> R fold(LayerCases<R> cases) {
      return fold((Cases<R>) cases);
    }

    @Override
    default <R> R foldKind(LayerKinds<R> kinds) {
      return kinds.movement(this);
    }

    /** One a record. */
    interface Cases<R> {
      R concat(Layer.Concat layer);

      R slice(Layer.Slice layer);

      R pad(Layer.Pad layer);

      R reshape(Layer.Reshape layer);

      R transpose(Layer.Transpose layer);
    }
  }

  /** Makes every plane of (N,C,H,W) a plane of other extents. */
  sealed interface Planar extends Layer.Unary permits Layer.Resize, Layer.Pooling {
    <R> R fold(Cases<R> cases);

    @Override
    default <R> R fold(LayerCases<R> cases) {
      return fold((Cases<R>) cases);
    }

    @Override
    default <R> R foldKind(LayerKinds<R> kinds) {
      return kinds.planar(this);
    }

    /** One a record. */
    interface Cases<R> {
      R resize(Layer.Resize layer);

      R pooling(Layer.Pooling layer);
    }
  }

  /** Divides each element by a sum over others of its tensor, whose shape stays. */
  sealed interface JointNormalization extends Layer.Unary
      permits Layer.Softmax, Layer.LocalResponseNormalization {
    <R> R fold(Cases<R> cases);

    @Override
    default <R> R fold(LayerCases<R> cases) {
      return fold((Cases<R>) cases);
    }

    @Override
    default <R> R foldKind(LayerKinds<R> kinds) {
      return kinds.jointNormalization(this);
    }

    /** One a record. */
    interface Cases<R> {
      R softmax(Layer.Softmax layer);

      R localResponseNormalization(Layer.LocalResponseNormalization layer);
    }
  }
}
