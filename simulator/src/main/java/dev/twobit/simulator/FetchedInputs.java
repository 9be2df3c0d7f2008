package dev.twobit.simulator;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Padding;
import dev.twobit.network.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is done in passing on the way to an array or to a pooling, and so is no step: a Pad becomes
 * padding of the window that reads it, and the image is normalized as it is fetched. NVDLA's fetch
 * unit subtracts a mean a channel, scales, and pads what it has converted; a scale a channel is in
 * the weights. Both are exact for any padding behind them.
 *
 * <p>A layer is in front of all that read it or is a step: what is written to memory for one reader
 * costs the others nothing.
 */
final class FetchedInputs {
  private final Network network;
  private final Map<String, Fetched> fetched = new HashMap<>();
  private final Map<String, String> reasons = new LinkedHashMap<>();
  private final Set<String> inPassing = new HashSet<>();

  private FetchedInputs(Network network) {
    this.network = network;
  }

  /**
   * How a layer reads its input.
   *
   * @param tensor behind which there is nothing but padding
   * @param padding that Pads in front of the layer put around it
   * @param image the tensor is a network input, or one as the fetch unit converts it
   */
  record Fetched(String tensor, Padding padding, boolean image) {
    /** A window over the tensor in memory that had been one over the padded. */
    Window over(Window window) {
      return window.withPadding(
          window.padTop() + padding.top(),
          window.padLeft() + padding.left(),
          window.padBottom() + padding.bottom(),
          window.padRight() + padding.right());
    }
  }

  static FetchedInputs of(Network network) {
    FetchedInputs inputs = new FetchedInputs(network);
    if (network.layers().stream().anyMatch(l -> mayBeInFront(l, network))) {
      inputs.find();
    }
    return inputs;
  }

  private static boolean mayBeInFront(Layer layer, Network network) {
    return layer.asPad().isPresent()
        || layer.asWeighted().isEmpty()
            && layer.inputs().stream().anyMatch(network.inputs()::contains);
  }

  /** How a layer of one input reads it. */
  Fetched of(Layer layer) {
    return fetched.getOrDefault(layer.name(), plain(layer.input()));
  }

  /** Whether a layer is done on the way to those that read it. */
  boolean isInPassing(Layer layer) {
    return inPassing.contains(layer.name());
  }

  /** Why a Pad, or arithmetic on the image, is a step; empty for other layers. */
  Optional<String> reason(Layer layer) {
    return Optional.ofNullable(reasons.get(layer.name()));
  }

  private Fetched plain(String tensor) {
    return new Fetched(tensor, Padding.all(0), network.inputs().contains(tensor));
  }

  private void find() {
    Map<String, Layer> producers = network.producers();
    Map<String, List<Layer>> consumers = network.consumers();
    Map<String, FrontLayers> fronts = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      FrontLayers.of(layer, network, producers, reasons)
          .filter(front -> !front.layers().isEmpty())
          .ifPresent(front -> fronts.put(layer.name(), front));
    }
    // What one reader cannot take is a step for the others as well, and ends what is before it.
    boolean all = fronts.isEmpty();
    while (!all) {
      all = !cutOne(fronts, consumers);
    }
    for (FrontLayers front : fronts.values()) {
      front.layers().forEach(l -> inPassing.add(l.name()));
      fetched.put(
          front.reader().name(),
          new Fetched(
              front.tensor(),
              front.padding(),
              !front.image().isEmpty() || network.inputs().contains(front.tensor())));
    }
    inPassing.forEach(reasons::remove);
  }

  /** Takes one layer from the fronts, if there is one that is not in front of all its readers. */
  private boolean cutOne(Map<String, FrontLayers> fronts, Map<String, List<Layer>> consumers) {
    for (FrontLayers front : List.copyOf(fronts.values())) {
      for (Layer layer : front.layers()) {
        Optional<String> other = otherReader(layer, fronts, consumers);
        if (other.isPresent()) {
          reasons.put(layer.name(), other.get());
          for (FrontLayers any : List.copyOf(fronts.values())) {
            fronts.put(any.reader().name(), any.cutAt(layer));
          }
          return true;
        }
      }
    }
    return false;
  }

  private Optional<String> otherReader(
      Layer layer, Map<String, FrontLayers> fronts, Map<String, List<Layer>> consumers) {
    if (network.outputs().contains(layer.output())) {
      return Optional.of("it is an output of the network");
    }
    Set<String> through = new HashSet<>();
    List<FrontLayers> having = fronts.values().stream().filter(f -> f.has(layer)).toList();
    for (FrontLayers front : having) {
      through.add(front.reader().name());
      front.layers().forEach(l -> through.add(l.name()));
    }
    List<String> others = new ArrayList<>();
    for (Layer reader : consumers.getOrDefault(layer.output(), List.of())) {
      boolean all =
          through.contains(reader.name())
              && fronts.values().stream().filter(f -> f.has(reader)).allMatch(f -> f.has(layer));
      if (!all) {
        others.add(reader.name());
      }
    }
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of("it is also read by " + String.join(", ", others));
  }
}
