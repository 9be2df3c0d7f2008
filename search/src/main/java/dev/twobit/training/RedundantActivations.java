package dev.twobit.training;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.quantization.ActivationQuantizer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** ReLUs that need not be computed, for all that read them clip at zero themselves. */
public final class RedundantActivations {
  private RedundantActivations() {}

  /**
   * Names of such layers.
   *
   * @param inputs quantizers of what layers read, by layer
   */
  public static Set<String> of(Network network, Map<String, ActivationQuantizer> inputs) {
    Map<String, List<Layer>> consumers = network.consumers();
    return network.layers().stream()
        .filter(Layer::isRelu)
        .filter(l -> !network.outputs().contains(l.output()))
        .filter(l -> allClip(consumers.getOrDefault(l.output(), List.of()), inputs))
        .map(Layer::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean allClip(List<Layer> readers, Map<String, ActivationQuantizer> inputs) {
    return readers.stream()
        .allMatch(
            r -> {
              ActivationQuantizer quantizer = inputs.get(r.name());
              return quantizer != null && quantizer.clipsAtZero();
            });
  }
}
