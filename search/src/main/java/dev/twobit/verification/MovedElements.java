package dev.twobit.verification;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.WeightTensor;
import dev.twobit.reference.ReferenceExecutor;
import dev.twobit.simulator.ElementPlaces;
import dev.twobit.simulator.LoweredLayer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A step that moves data against the layers that it stands for, run by the plain Java kernels. */
final class MovedElements {
  /** More than an operand of a random network has; float holds sums of a few. */
  private static final int MOST_ELEMENTS = 1 << 20;

  private MovedElements() {}

  /** Elements that do not come from where the layers bring them from: a line for the first. */
  static List<String> broken(Network network, LoweredLayer step) {
    Map<String, WeightTensor> tensors = new HashMap<>();
    for (String tensor : step.inputTensors()) {
      float[] own = new float[Math.toIntExact(network.shape(tensor).elementCount())];
      for (int i = 0; i < own.length; i++) {
        own[i] = 1 + i + MOST_ELEMENTS * step.inputTensors().indexOf(tensor);
      }
      tensors.put(tensor, new WeightTensor(network.shape(tensor), own));
    }
    Map<String, WeightTensor> read = Map.copyOf(tensors);
    float[] last = {};
    for (Layer layer : network.layers()) {
      if (step.members().contains(layer) && layer.asMovement().isPresent()) {
        WeightTensor moved =
            ReferenceExecutor.apply(
                layer,
                layer.inputs().stream().map(t -> get(tensors, t)).toList(),
                network.parameters(),
                network.shape(layer.output()));
        tensors.put(layer.output(), moved);
        last = moved.values();
      }
    }
    List<int[]> places = ElementPlaces.of(network, step);
    for (int i = 0; i < last.length; i++) {
      float found = 0;
      for (int operand = 0; operand < places.size(); operand++) {
        int at = places.get(operand)[i];
        found += at < 0 ? 0 : get(read, step.inputTensors().get(operand)).values()[at];
      }
      if (found != last[i]) {
        return List.of(
            "%s: element %d is %s, expected %s"
                .formatted(step.workload().name(), i, found, last[i]));
      }
    }
    return List.of();
  }

  private static WeightTensor get(Map<String, WeightTensor> tensors, String name) {
    WeightTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor " + name);
    }
    return tensor;
  }
}
