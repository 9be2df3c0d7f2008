package dev.twobit.simulator;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why arithmetic, an activation, a sum, a product or a Pad is a step of its own; empty for layers
 * that always are one.
 */
final class UnfusedReasons
    implements LayerKinds<Optional<String>>,
        LayerKinds.Combination.Cases<Optional<String>>,
        LayerKinds.Movement.Cases<Optional<String>> {
  private static final int MOST_NAMES = 3;

  private final Network network;
  private final FetchedInputs fetched;
  private final Map<String, List<Layer>> consumers;
  private final Map<String, Layer> producers;
  private final Map<String, LoweredLayer> writers = new HashMap<>();

  UnfusedReasons(Network network, List<LoweredLayer> steps) {
    this.network = network;
    this.fetched = FetchedInputs.of(network);
    this.consumers = network.consumers();
    this.producers = network.producers();
    steps.forEach(step -> writers.put(step.outputTensor(), step));
  }

  /** Of the layer that a step begins with. */
  Optional<String> of(LoweredLayer step) {
    return step.members().get(0).foldKind(this);
  }

  @Override
  public Optional<String> elementwise(Elementwise layer) {
    return fetched.reason(layer).or(() -> Optional.of(ofOneTensor(layer, layer.input())));
  }

  @Override
  public Optional<String> combination(Combination layer) {
    return layer.inputs().stream().distinct().count() == 1
        ? Optional.of(ofOneTensor(layer, layer.input()))
        : layer.fold(this);
  }

  private String ofOneTensor(Layer layer, String tensor) {
    if (!network.shape(layer.output()).equals(network.shape(tensor))) {
      return "it makes " + network.shape(tensor) + " to " + network.shape(layer.output());
    }
    return inMemory(layer, tensor)
        .orElseGet(() -> tensor + " is written by " + writer(tensor) + ", which computes nothing");
  }

  @Override
  public Optional<String> add(Layer.Add layer) {
    return Optional.of(
        unequal(layer)
            .orElseGet(
                () ->
                    operands(
                        layer,
                        "is no convolution's result, to which alone sums are done in passing")));
  }

  @Override
  public Optional<String> multiply(Layer.Multiply layer) {
    return Optional.of(
        "a product of two tensors from memory is not done in passing: "
            + operands(layer, "is no function of the other"));
  }

  private Optional<String> unequal(Layer layer) {
    List<String> shapes =
        layer.inputs().stream().map(network::shape).distinct().map(TensorShape::toString).toList();
    return shapes.size() == 1
        ? Optional.empty()
        : Optional.of("its operands have shapes " + String.join(", ", shapes));
  }

  private String operands(Layer layer, String otherwise) {
    return layer.inputs().stream()
        .distinct()
        .map(t -> inMemory(layer, t).orElseGet(() -> operand(t, otherwise)))
        .filter(reason -> !reason.isEmpty())
        .collect(Collectors.joining("; "));
  }

  /** Nothing of a convolution's result that waits for the other operand. */
  private String operand(String tensor, String otherwise) {
    LoweredLayer writer = writers.get(tensor);
    boolean waits = writer != null && writer.workload() instanceof LayerWorkload.Convolution;
    return waits ? "" : tensor + " " + otherwise;
  }

  /** Why a tensor is written to memory before a layer reads it, if something else asks for that. */
  private Optional<String> inMemory(Layer layer, String tensor) {
    if (network.inputs().contains(tensor)) {
      return Optional.of(tensor + " is an input of the network");
    }
    if (network.outputs().contains(tensor)) {
      return Optional.of(tensor + " is an output of the network");
    }
    List<String> others =
        consumers.getOrDefault(tensor, List.of()).stream()
            .map(Layer::name)
            .filter(name -> !name.equals(layer.name()))
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(tensor + " is also read by " + names(others));
  }

  private static String names(List<String> names) {
    return names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
        + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
  }

  private String writer(String tensor) {
    return Stream.ofNullable(producers.get(tensor))
        .map(l -> l.operator() + " " + l.name())
        .findFirst()
        .orElse("nothing");
  }

  @Override
  public Optional<String> movement(Movement layer) {
    return layer.fold(this);
  }

  @Override
  public Optional<String> pad(Layer.Pad layer) {
    return fetched
        .reason(layer)
        .or(
            () ->
                Optional.of(
                    network.outputs().contains(layer.output())
                        ? "its result is an output of the network"
                        : "it is read by "
                            + names(
                                consumers.getOrDefault(layer.output(), List.of()).stream()
                                    .map(l -> l.operator() + " " + l.name())
                                    .toList())
                            + ", and only convolutions and poolings pad"));
  }

  @Override
  public Optional<String> concat(Layer.Concat layer) {
    return Optional.empty();
  }

  @Override
  public Optional<String> slice(Layer.Slice layer) {
    return Optional.empty();
  }

  @Override
  public Optional<String> reshape(Layer.Reshape layer) {
    return Optional.empty();
  }

  @Override
  public Optional<String> transpose(Layer.Transpose layer) {
    return fetched.reason(layer);
  }

  @Override
  public Optional<String> weighted(Weighted layer) {
    return Optional.empty();
  }

  @Override
  public Optional<String> planar(Planar layer) {
    return Optional.empty();
  }

  @Override
  public Optional<String> jointNormalization(JointNormalization layer) {
    return Optional.empty();
  }

  @Override
  public Optional<String> unsupported(Layer.Unsupported layer) {
    return Optional.empty();
  }
}
