package dev.twobit.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Outlier channel splitting (Zhao et al. 2019, arXiv 1901.09504; search/docs/methods.md#ocs): an
 * inner convolution's input channels that have its largest weights are read twice with half the
 * weights, so that the largest weight shrinks and the function stays. The convolution that writes
 * such a channel writes it twice, where it alone is read by the one that is split; else the channel
 * is copied behind the others.
 */
public final class ChannelSplitter {
  private final Network network;
  private final Map<String, List<Layer>> consumers;
  private final Map<String, Layer> producers;
  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final Map<String, List<Layer>> before = new HashMap<>();
  private final Map<String, TensorShape> shapes;
  private final Map<String, WeightTensor> changed = new HashMap<>();
  private final Map<String, Integer> channels = new LinkedHashMap<>();

  private ChannelSplitter(Network network) {
    this.network = network;
    this.consumers = network.consumers();
    this.producers = network.producers();
    this.shapes = new LinkedHashMap<>(network.shapes());
    network.layers().forEach(l -> layers.put(l.name(), l));
  }

  /**
   * A network with split channels.
   *
   * @param channels input channels that were added, by convolution; as many as there are inner ones
   * @param copied convolutions whose channels are copied, not written twice
   */
  public record Split(Network network, Map<String, Integer> channels, Set<String> copied) {}

  /**
   * Splits in all inner convolutions without groups.
   *
   * @param ratio of input channels, rounded up; 0 to 1
   * @param bits of weights, 2 to 8: halves differ by half a step of these, so that what both round
   *     to is the sum that the whole weight would have rounded to
   */
  public static Split split(Network network, double ratio, int bits) {
    if (!(ratio >= 0 && ratio <= 1) || bits < 2 || bits > 8) {
      throw new IllegalArgumentException("split of " + ratio + " for " + bits + " bits");
    }
    return new ChannelSplitter(network).run(ratio, bits);
  }

  private Split run(double ratio, int bits) {
    ConvolutionRoles.of(network)
        .forEach(
            (name, role) -> {
              if (role == ConvolutionRoles.Role.QUANTIZED) {
                network
                    .layer(name)
                    .flatMap(Layer::asConvolution)
                    .filter(c -> c.groups() == 1)
                    .ifPresent(c -> split(name, ratio, bits));
              }
            });
    List<Layer> all = new ArrayList<>();
    layers.forEach(
        (name, layer) -> {
          all.addAll(before.getOrDefault(name, List.of()));
          all.add(layer);
        });
    return new Split(
        network.with(all, shapes, network.parameters().with(changed)),
        Map.copyOf(channels),
        Set.copyOf(before.keySet()));
  }

  private Layer.Convolution convolution(String name) {
    return Optional.ofNullable(layers.get(name)).flatMap(Layer::asConvolution).orElseThrow();
  }

  private WeightTensor parameter(String key) {
    return Optional.ofNullable(changed.get(key)).orElseGet(() -> network.parameters().get(key));
  }

  private void split(String name, double ratio, int bits) {
    Layer.Convolution c = convolution(name);
    WeightTensor whole = parameter(name + ".weight");
    SplitWeights split =
        SplitWeights.of(whole, (int) Math.ceil(ratio * c.inputChannels() - 1e-9), bits);
    channels.put(name, split.copies().size());
    if (split.copies().isEmpty()) {
      return;
    }
    changed.put(name + ".weight", split.weights());
    layers.put(name, c.withChannels(split.weights().shape().dim(1), c.outputChannels()));
    Optional<List<Layer>> chain = chain(c.input());
    if (chain.isPresent()) {
      chain.get().forEach(l -> twice(l, split.copies()));
    } else {
      copy(convolution(name), split.copies());
    }
  }

  /** From a tensor back to the convolution that writes it, if nothing else reads on the way. */
  private Optional<List<Layer>> chain(String tensor) {
    List<Layer> chain = new ArrayList<>();
    for (String at = tensor; ; ) {
      Layer producer = producers.get(at);
      if (producer == null
          || network.outputs().contains(at)
          || consumers.getOrDefault(at, List.of()).size() != 1) {
        return Optional.empty();
      }
      Layer now = Optional.ofNullable(layers.get(producer.name())).orElse(producer);
      chain.add(now);
      if (now.asConvolution().filter(c -> c.groups() == 1).isPresent()) {
        return Optional.of(chain);
      }
      if (now.asBatchNormalization().isEmpty() && now.asActivation().isEmpty()) {
        return Optional.empty();
      }
      at = producer.inputs().get(0);
    }
  }

  /** A layer of a chain writes these channels a second time, behind the others. */
  private void twice(Layer layer, List<Integer> copies) {
    layer
        .asConvolution()
        .ifPresent(
            c -> {
              layers.put(
                  c.name(), c.withChannels(c.inputChannels(), c.outputChannels() + copies.size()));
              append(c.name() + ".weight", copies);
              if (c.hasBias()) {
                append(c.name() + ".bias", copies);
              }
            });
    layer
        .asBatchNormalization()
        .ifPresent(
            b -> {
              layers.put(b.name(), b.withChannels(b.channels() + copies.size()));
              for (String part : List.of(".scale", ".shift", ".mean", ".variance")) {
                append(b.name() + part, copies);
              }
            });
    shapes.computeIfPresent(
        layer.output(), (t, shape) -> shape.withChannels(shape.channels() + copies.size()));
  }

  private void append(String key, List<Integer> copies) {
    changed.put(key, SplitWeights.rows(parameter(key), copies));
  }

  /** Channels of what a convolution reads, copied behind the others. */
  private void copy(Layer.Convolution c, List<Integer> copies) {
    TensorShape shape = network.shape(c.input());
    String wide = c.name() + ".split";
    List<String> parts = new ArrayList<>(List.of(c.input()));
    List<Layer> added = new ArrayList<>();
    for (int channel : copies) {
      String part = wide + parts.size();
      List<Integer> starts =
          IntStream.range(0, shape.rank()).map(i -> i == 1 ? channel : 0).boxed().toList();
      List<Integer> ends =
          IntStream.range(0, shape.rank())
              .map(i -> i == 1 ? channel + 1 : shape.dim(i))
              .boxed()
              .toList();
      List<Integer> steps = IntStream.range(0, shape.rank()).map(i -> 1).boxed().toList();
      added.add(new Layer.Slice(part, c.input(), part, starts, ends, steps));
      shapes.put(part, shape.withChannels(1));
      parts.add(part);
    }
    added.add(new Layer.Concat(wide, parts, wide, 1));
    shapes.put(wide, shape.withChannels(shape.channels() + copies.size()));
    before.put(c.name(), added);
    layers.put(c.name(), c.rewired(List.of(wide), c.output()));
  }
}
