package dev.twobit.simulator;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Resampling;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether no element of a tensor is ever below zero. A layer says which tensors that follows from:
 * none behind a ReLU; what it reads, where it moves or pools; empty where it does not follow.
 */
final class NonNegative
    implements LayerKinds<Optional<List<String>>>,
        LayerKinds.Elementwise.Cases<Optional<List<String>>>,
        LayerKinds.Planar.Cases<Optional<List<String>>> {
  private static final NonNegative CASES = new NonNegative();

  private NonNegative() {}

  /** Follows from the layers alone: true is certain, false is not. */
  static boolean of(String tensor, Map<String, Layer> producers) {
    Deque<String> open = new ArrayDeque<>(List.of(tensor));
    Set<String> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      Optional<List<String>> sources =
          Optional.ofNullable(producers.get(open.remove())).flatMap(l -> l.foldKind(CASES));
      if (sources.isEmpty()) {
        return false;
      }
      sources.get().stream().filter(seen::add).forEach(open::add);
    }
    return true;
  }

  private static Optional<List<String>> when(boolean condition) {
    return condition ? Optional.of(List.of()) : Optional.empty();
  }

  private static Optional<List<String>> asInputs(Layer layer) {
    return Optional.of(layer.inputs());
  }

  @Override
  public Optional<List<String>> elementwise(Elementwise layer) {
    return layer.fold(this);
  }

  @Override
  public Optional<List<String>> activation(Layer.Activation layer) {
    return switch (layer.function()) {
      case RELU, SIGMOID, HARD_SIGMOID, SOFTPLUS -> when(true);
      case CLIP -> when(layer.alpha() >= 0);
      case LEAKY_RELU, TANH, HARD_SWISH, ELU, ERF -> Optional.empty();
    };
  }

  @Override
  public Optional<List<String>> batchNormalization(Layer.BatchNormalization layer) {
    return Optional.empty();
  }

  @Override
  public Optional<List<String>> parametricRelu(Layer.ParametricRelu layer) {
    return Optional.empty();
  }

  @Override
  public Optional<List<String>> constantArithmetic(Layer.ConstantArithmetic layer) {
    return Optional.empty();
  }

  @Override
  public Optional<List<String>> combination(Combination layer) {
    return asInputs(layer);
  }

  @Override
  public Optional<List<String>> movement(Movement layer) {
    return layer.asPad().filter(p -> p.value() < 0).isPresent()
        ? Optional.empty()
        : asInputs(layer);
  }

  @Override
  public Optional<List<String>> planar(Planar layer) {
    return layer.fold(this);
  }

  @Override
  public Optional<List<String>> pooling(Layer.Pooling layer) {
    return asInputs(layer);
  }

  @Override
  public Optional<List<String>> resize(Layer.Resize layer) {
    return layer.resampling().mode() == Resampling.Mode.NEAREST
        ? asInputs(layer)
        : Optional.empty();
  }

  @Override
  public Optional<List<String>> weighted(Weighted layer) {
    return Optional.empty();
  }

  @Override
  public Optional<List<String>> jointNormalization(JointNormalization layer) {
    return Optional.empty();
  }

  @Override
  public Optional<List<String>> unsupported(Layer.Unsupported layer) {
    return Optional.empty();
  }
}
