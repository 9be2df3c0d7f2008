package dev.twobit.network;

/**
 * A decision about every operator: one method a record of {@link Layer}. The compiler names the
 * implementations that lack a new one. What all of a kind have in common is rather decided by
 * {@link LayerKinds}.
 *
 * @param <R> what is decided
 */
public interface LayerCases<R>
    extends LayerKinds.Weighted.Cases<R>,
        LayerKinds.Elementwise.Cases<R>,
        LayerKinds.Combination.Cases<R>,
        LayerKinds.Movement.Cases<R>,
        LayerKinds.Planar.Cases<R>,
        LayerKinds.JointNormalization.Cases<R> {
  R unsupported(Layer.Unsupported layer);
}
