package dev.twobit.onnx.read;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.ThresholdNodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Layers that count thresholds for a quantizer ({@link ThresholdNodes}): where all that reads them
 * quantizes the count for convolutions and fully connected layers alone, they are part of its form.
 */
final class QuantizerThresholds {
  private final Network network;
  private final Map<String, Activations> quantizers;
  private final Map<String, Layer> producers;
  private final Map<String, List<Layer>> consumers;

  private QuantizerThresholds(Network network, Map<String, Activations> quantizers) {
    this.network = network;
    this.quantizers = quantizers;
    this.producers = network.producers();
    this.consumers = network.consumers();
  }

  /**
   * What a quantizer's input counts.
   *
   * @param tensor that is compared
   * @param thresholds ascending
   * @param written tensors that the counting layers write
   */
  record Counted(String tensor, List<Float> thresholds, Set<String> written) {}

  /**
   * @param network with a reshape to the same shape in the place of each quantizer
   * @param quantizers forms by the names of those layers
   * @return by the tensor that the quantizer reads
   */
  static Map<String, Counted> of(Network network, Map<String, Activations> quantizers) {
    QuantizerThresholds search = new QuantizerThresholds(network, quantizers);
    Map<String, Counted> found = new HashMap<>();
    network.layers().stream()
        .filter(l -> quantizers.containsKey(l.name()))
        .map(l -> l.inputs().get(0))
        .distinct()
        .forEach(t -> search.counted(t).ifPresent(c -> found.put(t, c)));
    return found;
  }

  private Optional<Counted> counted(String scaled) {
    List<Layer> readers = consumers.getOrDefault(scaled, List.of());
    Optional<Activations> form = readers.stream().findFirst().map(r -> quantizers.get(r.name()));
    if (form.isEmpty()
        || form.get().signed()
        || form.get().zero() != 0
        || !readers.stream().allMatch(r -> isOfWeighted(r, form.get()))) {
      return Optional.empty();
    }
    Set<String> written = new HashSet<>(Set.of(scaled));
    return before(scaled, Layer.ConstantOperation.MULTIPLY, form.get().step())
        .flatMap(count -> thresholds(count, written))
        .filter(c -> c.thresholds.size() == form.get().mostCode())
        .filter(c -> c.written.stream().allMatch(t -> isReadWithin(t, scaled, c)));
  }

  private boolean isOfWeighted(Layer reader, Activations form) {
    return form.equals(quantizers.get(reader.name()))
        && !network.outputs().contains(reader.output())
        && consumers.getOrDefault(reader.output(), List.of()).stream()
            .allMatch(ConvolutionRoles::isWeighted);
  }

  private boolean isReadWithin(String tensor, String scaled, Counted c) {
    return !network.outputs().contains(tensor)
        && (tensor.equals(scaled)
            || consumers.getOrDefault(tensor, List.of()).stream()
                .allMatch(r -> c.written.contains(r.output())));
  }

  private Optional<Counted> thresholds(String count, Set<String> written) {
    List<String> steps = new ArrayList<>(List.of(count));
    Optional<Layer> sum = producer(count).filter(l -> l.asAdd().isPresent());
    if (sum.isPresent()) {
      written.add(count);
      steps = sum.get().inputs();
    }
    TreeSet<Float> thresholds = new TreeSet<>();
    Set<String> compared = new HashSet<>();
    for (String step : steps) {
      Optional<String> far = clipped(step);
      Optional<String> by =
          far.flatMap(f -> before(f, Layer.ConstantOperation.MULTIPLY, ThresholdNodes.SHARP));
      Optional<Float> threshold =
          by.flatMap(b -> constant(b, Layer.ConstantOperation.SUBTRACT))
              .filter(t -> t >= ThresholdNodes.LEAST);
      if (threshold.isEmpty() || !thresholds.add(threshold.get())) {
        return Optional.empty();
      }
      written.addAll(List.of(step, far.orElseThrow(), by.orElseThrow()));
      producer(by.orElseThrow()).ifPresent(l -> compared.add(l.inputs().get(0)));
    }
    return compared.size() == 1
        ? Optional.of(
            new Counted(compared.iterator().next(), List.copyOf(thresholds), Set.copyOf(written)))
        : Optional.empty();
  }

  private Optional<Layer> producer(String tensor) {
    return Optional.ofNullable(producers.get(tensor));
  }

  /** What is clipped to 0..1 to this. */
  private Optional<String> clipped(String tensor) {
    return producer(tensor)
        .flatMap(Layer::asActivation)
        .filter(a -> a.function() == Layer.Function.CLIP && a.alpha() == 0 && a.beta() == 1)
        .map(Layer.Activation::input);
  }

  /** What becomes this by one constant. */
  private Optional<String> before(String tensor, Layer.ConstantOperation operation, float value) {
    return constant(tensor, operation)
        .filter(c -> c == value)
        .flatMap(c -> producer(tensor))
        .map(l -> l.inputs().get(0));
  }

  private Optional<Float> constant(String tensor, Layer.ConstantOperation operation) {
    return producer(tensor)
        .flatMap(Layer::asConstantArithmetic)
        .filter(c -> c.operation() == operation)
        .flatMap(c -> network.parameters().find(c.name() + ".constant"))
        .filter(w -> w.values().length == 1)
        .map(w -> w.values()[0]);
  }
}
