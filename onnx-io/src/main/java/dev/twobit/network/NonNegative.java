package dev.twobit.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/**
 * Whether no element of a tensor is ever below zero. A layer says which tensors that follows from:
 * none behind a ReLU; what it reads, where it moves or pools; empty where it does not follow.
 */
public final class NonNegative
    implements LayerKinds<Optional<List<String>>>,
        LayerKinds.Elementwise.Cases<Optional<List<String>>>,
        LayerKinds.Combination.Cases<Optional<List<String>>>,
        LayerKinds.Planar.Cases<Optional<List<String>>>,
        LayerKinds.JointNormalization.Cases<Optional<List<String>>> {
  private final Network network;

  private NonNegative(Network network) {
    this.network = network;
  }

  /**
   * Follows from the layers and their constants: true is certain, false is not.
   *
   * @param producers of the network
   */
  public static boolean of(String tensor, Network network, Map<String, Layer> producers) {
    return of(tensor, network, producers, Set.of());
  }

  /**
   * As above.
   *
   * @param known tensors of which it is known without, as inputs
   */
  public static boolean of(
      String tensor, Network network, Map<String, Layer> producers, Set<String> known) {
    NonNegative cases = new NonNegative(network);
    Deque<String> open = new ArrayDeque<>(List.of(tensor));
    open.removeAll(known);
    Set<String> seen = new HashSet<>(known);
    seen.add(tensor);
    while (!open.isEmpty()) {
      Optional<List<String>> sources =
          Optional.ofNullable(producers.get(open.remove())).flatMap(l -> l.foldKind(cases));
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
      // A bound below zero is what is left of a clip whose bounds cross.
      case CLIP ->
          layer.beta() < 0 ? when(false) : layer.alpha() >= 0 ? when(true) : asInputs(layer);
      case LEAKY_RELU -> layer.alpha() == 0 ? when(true) : asInputs(layer);
      case TANH, HARD_SWISH, ELU, ERF -> asInputs(layer);
    };
  }

  @Override
  public Optional<List<String>> batchNormalization(Layer.BatchNormalization layer) {
    return Optional.empty();
  }

  @Override
  public Optional<List<String>> parametricRelu(Layer.ParametricRelu layer) {
    return asInputs(layer);
  }

  @Override
  public Optional<List<String>> constantArithmetic(Layer.ConstantArithmetic layer) {
    return switch (layer.operation()) {
      case ADD, MULTIPLY, DIVIDE -> all(layer, c -> c >= 0) ? asInputs(layer) : Optional.empty();
      case SUBTRACT -> all(layer, c -> c <= 0) ? asInputs(layer) : Optional.empty();
      case POWER ->
          all(layer, c -> c % 2 == 0)
              ? when(true)
              : all(layer, c -> c > 0) ? asInputs(layer) : Optional.empty();
      case SUBTRACT_FROM, DIVIDE_INTO -> Optional.empty();
    };
  }

  private boolean all(Layer.ConstantArithmetic layer, DoublePredicate condition) {
    Optional<WeightTensor> constant = network.parameters().find(layer.name() + ".constant");
    return constant
        .filter(
            c -> IntStream.range(0, c.values().length).allMatch(i -> condition.test(c.values()[i])))
        .isPresent();
  }

  @Override
  public Optional<List<String>> combination(Combination layer) {
    return layer.fold(this);
  }

  @Override
  public Optional<List<String>> add(Layer.Add layer) {
    return asInputs(layer);
  }

  /** A square is never negative. */
  @Override
  public Optional<List<String>> multiply(Layer.Multiply layer) {
    boolean square =
        layer.inputs().size() == 2 && layer.inputs().get(0).equals(layer.inputs().get(1));
    return square ? when(true) : asInputs(layer);
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

  /** Each element is one of those read, or lies between two. */
  @Override
  public Optional<List<String>> resize(Layer.Resize layer) {
    return asInputs(layer);
  }

  @Override
  public Optional<List<String>> weighted(Weighted layer) {
    return Optional.empty();
  }

  @Override
  public Optional<List<String>> jointNormalization(JointNormalization layer) {
    return layer.fold(this);
  }

  @Override
  public Optional<List<String>> softmax(Layer.Softmax layer) {
    return when(!layer.logarithm());
  }

  @Override
  public Optional<List<String>> localResponseNormalization(Layer.LocalResponseNormalization layer) {
    return layer.alpha() >= 0 && layer.bias() >= 0 ? asInputs(layer) : Optional.empty();
  }

  @Override
  public Optional<List<String>> unsupported(Layer.Unsupported layer) {
    return Optional.empty();
  }
}
