package dev.twobit.simulator;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A step in its place between others.
 *
 * @param alone the step with cold boundaries
 * @param onlyNextReads what it writes the next step reads and nothing else does
 * @param nextWaits the next step reads what it writes, or may: it begins when that is there
 */
public record ChainedStep(LayerSimulation alone, boolean onlyNextReads, boolean nextWaits) {
  /** A step whose next one waits for it. */
  public ChainedStep(LayerSimulation alone, boolean onlyNextReads) {
    this(alone, onlyNextReads, true);
  }

  /**
   * The steps of a network in their places.
   *
   * @param alone of {@code steps}, one each
   */
  static List<ChainedStep> of(
      Network network, List<LoweredLayer> steps, List<LayerSimulation> alone) {
    List<Boolean> only = onlyNextReads(network, steps);
    List<Boolean> waits = nextWaits(network, steps);
    List<ChainedStep> chain = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      chain.add(new ChainedStep(alone.get(i), only.get(i), waits.get(i)));
    }
    return chain;
  }

  /** Of each step, whether what it writes the next one reads and nothing else does. */
  public static List<Boolean> onlyNextReads(Network network, List<LoweredLayer> steps) {
    Map<String, List<Layer>> consumers = network.consumers();
    List<Boolean> only = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      String tensor = steps.get(i).outputTensor();
      only.add(
          i + 1 < steps.size()
              && steps.get(i + 1).inputTensor().equals(tensor)
              && consumers.getOrDefault(tensor, List.of()).size() == 1
              && !network.outputs().contains(tensor));
    }
    return only;
  }

  /** Of each step, whether the next one reads what it writes, or a view of it. */
  public static List<Boolean> nextWaits(Network network, List<LoweredLayer> steps) {
    Map<String, Integer> writers = new HashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      for (Layer member : steps.get(i).members()) {
        writers.put(member.output(), i);
      }
    }
    Map<String, Layer> producers = new HashMap<>();
    network.layers().forEach(layer -> producers.put(layer.output(), layer));
    List<Boolean> waits = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      waits.add(i + 1 == steps.size() || reads(steps, i + 1, i, writers, producers));
    }
    return waits;
  }

  /** Whether step {@code reader} reads what step {@code writer} writes. */
  private static boolean reads(
      List<LoweredLayer> steps,
      int reader,
      int writer,
      Map<String, Integer> writers,
      Map<String, Layer> producers) {
    Deque<String> tensors = new ArrayDeque<>(steps.get(reader).inputTensors());
    steps.get(reader).members().forEach(member -> tensors.addAll(member.inputs()));
    Set<String> seen = new HashSet<>();
    while (!tensors.isEmpty()) {
      String tensor = tensors.removeFirst();
      if (!seen.add(tensor)) {
        continue;
      }
      Optional<Integer> from = Optional.ofNullable(writers.get(tensor));
      if (from.isPresent() && from.get() == writer) {
        return true;
      }
      // What no step writes is a view of what it is made of.
      if (from.isEmpty()) {
        Optional.ofNullable(producers.get(tensor))
            .ifPresent(producer -> tensors.addAll(producer.inputs()));
      }
    }
    return false;
  }
}
