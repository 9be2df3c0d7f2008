package dev.twobit.simulator;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A step in its place between others.
 *
 * @param alone the step with cold boundaries
 * @param onlyNextReads what it writes the next step reads and nothing else does
 */
public record ChainedStep(LayerSimulation alone, boolean onlyNextReads) {

  /**
   * The steps of a network in their places.
   *
   * @param alone of {@code steps}, one each
   */
  static List<ChainedStep> of(
      Network network, List<LoweredLayer> steps, List<LayerSimulation> alone) {
    List<Boolean> only = onlyNextReads(network, steps);
    List<ChainedStep> chain = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      chain.add(new ChainedStep(alone.get(i), only.get(i)));
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
}
